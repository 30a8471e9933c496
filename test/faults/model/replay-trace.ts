import { commonInCode, commonOf, endInCode, endOf } from './compare';
import { Replay } from './replay';
import { ReplayWorld } from './replay-world';
import { nameOf } from './search';
import type { Context } from './state';
import type { Trace } from './walk';

/** Takes a trace in the code. Answers what went another way there; undefined when nothing did. */
export async function differenceOf({ moves, end }: Trace, context: Context): Promise<string | undefined> {
  const world = await ReplayWorld.open(context);
  const replay = new Replay(world);
  const steps: string[] = [];
  try {
    for (const move of moves) {
      steps.push(nameOf(move));
      await replay.take(move);
      const said = difference(commonOf(move.next), await commonInCode(world, replay.ownCopies.length));
      if (said !== undefined) return told(said, steps);
    }
    await replay.end();
  } catch (error) {
    return told(error instanceof Error ? error.message : String(error), steps);
  }
  const said = difference(endOf(end), await endInCode(world));
  return said === undefined ? undefined : told(`in the end: ${said}`, steps);
}

function difference(model: object, code: object): string | undefined {
  const differing = Object.entries(model).filter(([name, value]) => value !== (code as Record<string, unknown>)[name]);
  if (differing.length === 0) return undefined;
  return differing.map(([name, value]) => `${name} is ${String((code as Record<string, unknown>)[name])} instead of ${value}`).join('; ');
}

const told = (what: string, steps: readonly string[]): string =>
  `${what}\n${steps.map((step, index) => `  ${index + 1}. ${step}`).join('\n')}`;

import type { Script } from './scripts/script';
import type { SeededRandom } from './seeded-random';

/** One line of a script with its slots filled in. */
export interface ScriptLine {
  readonly who: string;
  /** Minutes after midnight; undefined = soon after the line before. */
  readonly minute: number | undefined;
  /** What stands in the brackets, e.g. `['photo']` or `['call', 'answered', '252']`. */
  readonly action: readonly string[];
  readonly text: string;
}

const LINE = /^(?:(\d\d):(\d\d) )?([a-z]+)(?: \(([a-z0-9 -]+)\))?: (.*)$/;

/** Reads a script; the same random stream fills its slots in the same way. */
export function readScript(script: Script, random: SeededRandom): readonly ScriptLine[] {
  const chosen = new Map(Object.entries(script.slots ?? {}).map(([slot, values]) => [slot, random.pick(values)]));
  return script.lines
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => readLine(script, line, chosen));
}

function readLine(script: Script, line: string, chosen: ReadonlyMap<string, string>): ScriptLine {
  const match = LINE.exec(line);
  const who = match?.[3];
  if (match === null || who === undefined || !script.members.includes(who)) {
    throw new SyntaxError(`Script '${script.key}' has a line that cannot be read: '${line}'`);
  }
  const [, hours, minutes, , action, text = ''] = match;
  return {
    who,
    minute: hours === undefined ? undefined : Number(hours) * 60 + Number(minutes),
    action: action?.split(' ') ?? [],
    text: fillSlots(script, text === '-' ? '' : text, chosen),
  };
}

function fillSlots(script: Script, text: string, chosen: ReadonlyMap<string, string>): string {
  return text.replaceAll('\\n', '\n').replace(/\{([a-z]+)\}/g, (_all, slot: string) => {
    const value = chosen.get(slot);
    if (value === undefined) throw new SyntaxError(`Script '${script.key}' names the slot '${slot}' but has no values for it`);
    return value;
  });
}

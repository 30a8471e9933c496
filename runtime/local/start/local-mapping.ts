import { readFileSync } from 'node:fs';
import type { Connector } from '../../main';
import { syntheticDay } from '../telemessage-simulator/synthetic/synthetic-day';
import type { LocalOptions } from './local-options';
import { SYNTHETIC_SEED, syntheticDate } from './local-source';
import type { TextOutput } from './text-output';

const MAX_SHOWN_PROBLEMS = 20;

/** The mapping of this start: the file that was given, the synthetic day's, or none. Throws a clear error for a file that cannot be read. */
export function mappingBytes(options: LocalOptions): Buffer | undefined {
  if (options.mapping === undefined) {
    return options.source === undefined
      ? Buffer.from(syntheticDay(SYNTHETIC_SEED, syntheticDate(options.data), 'tiny').mapping)
      : undefined;
  }
  try {
    return readFileSync(options.mapping);
  } catch (error) {
    throw new Error(`The mapping file ${options.mapping} cannot be read: ${(error as NodeJS.ErrnoException).code ?? 'unknown error'}`);
  }
}

/** Makes it the current version; answers false when the file is refused. A file named in a start is confirmed by being named. */
export async function activateLocally(bytes: Buffer, version: string, connector: Connector, output: TextOutput): Promise<boolean> {
  const activation = await connector.activateMapping({
    bytes,
    actor: 'local',
    role: 'DataConnector.Admin',
    reason: 'local start',
    approver: '',
    confirm: version,
  });
  if (activation.kind !== 'refused') return true;
  output.err('The mapping file is refused; nothing was imported:');
  for (const { line, code, detail } of activation.file.problems.slice(0, MAX_SHOWN_PROBLEMS))
    output.err(`  line ${line}: ${code}: ${detail}`);
  const more = activation.file.problemCount - MAX_SHOWN_PROBLEMS;
  if (more > 0) output.err(`  and ${more} more: signal-archive mapping check tells all`);
  return false;
}

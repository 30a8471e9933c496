import { type MappingFile, readMappingFile } from '../../domain/mapping/mapping-file';
import { openRun } from '../collect/open-run';
import type { ConnectorPorts } from '../connector-ports';
import { openRunIds, readRun } from '../runs/read-run';
import { resumeRun, sendAgain } from '../runs/send-again';
import { type HeldActOutcome, type HeldSelection, releaseSelection, replaySelection } from './held-acts';
import { type ActivatedMapping, activate } from './mapping-acts';
import { type MappingPreview, previewMapping } from './mapping-preview';
import type { Person } from './person';

/** What the command line does in the name of a person; the page has the same acts behind its API. */
export interface Acts {
  /** Tries again what is held: these ids, or all that a filter names. Throws `ActRefusedError` when nothing of it can be taken up. */
  replay(selection: HeldSelection, reason: string): Promise<HeldActOutcome>;
  /** Lets go what waits for the vendor: items of rejected packages, and what cannot be read. */
  release(selection: HeldSelection, reason: string): Promise<HeldActOutcome>;
  /** Opens a run over a past window, or over everything since the last one. Answers its id. */
  importWindow(window: { readonly from: Date; readonly to: Date } | undefined): Promise<string>;
  /** Goes on with every open run, a stopped one included. Answers their ids. */
  resumeAll(): Promise<readonly string[]>;
  /**
   * Makes a mapping file the current version and opens a run for what was only held for want of its rows. `confirm`: its SHA-256, for a change
   * that asks for it. Throws `ActRefusedError` when the file is refused or the change is not confirmed.
   */
  activateMapping(bytes: Buffer, confirm: string, reason: string): Promise<ActivatedMapping>;
  /** What a mapping file would change; no preview when the file is refused. `days`: how far back items are counted. */
  previewMapping(bytes: Buffer, days: number): Promise<{ readonly file: MappingFile; readonly preview: MappingPreview | undefined }>;
}

export function actsOf(person: Person, ports: ConnectorPorts): Acts {
  return {
    replay: (selection, reason) => replaySelection(selection, {}, reason, person, ports),
    release: (selection, reason) => releaseSelection(selection, reason, person, ports),
    importWindow: async (window) => {
      const past = window === undefined ? {} : { window, replays: 'none' as const };
      return (await openRun({ trigger: 'manual', by: person.name, ...past }, ports)).partition;
    },
    resumeAll: () => resumeAll(ports),
    activateMapping: (bytes, confirm, reason) => {
      const { version } = readMappingFile(bytes);
      const order = { version, reason, isConfirmed: confirm === version, seen: undefined };
      return activate(bytes, order, { act: 'activate-mapping', how: 'file' }, person, ports);
    },
    previewMapping: async (bytes, days) => {
      const file = readMappingFile(bytes);
      return { file, preview: file.state === 'usable' ? await previewMapping(file.rows, ports, days) : undefined };
    },
  };
}

/** Sending again what is under way is harmless: every step decides from the rows as they are. */
async function resumeAll(ports: ConnectorPorts): Promise<readonly string[]> {
  const runIds = await openRunIds(ports.stores);
  for (const runId of runIds) {
    const run = (await readRun(ports.stores, runId))?.row;
    if (run === undefined) await ports.stores.runs.remove({ partition: 'open', key: runId });
    else if (run.stopped === '') await sendAgain(run, ports);
    else await resumeRun(runId, ports);
  }
  return openRunIds(ports.stores);
}

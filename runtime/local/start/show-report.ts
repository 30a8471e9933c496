import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { CommandedConnector } from '../../main';
import type { TextOutput } from './text-output';

/** 0 fine; 1 incomplete, stopped, something failed (in this run or one before), or nothing could be listed; 2 something is held. */
export type LocalExitCode = 0 | 1 | 2;

export interface ReportOptions {
  /** Print `report.json` byte for byte instead of text for people. */
  readonly json?: boolean;
  /** Write `report.json` there too. */
  readonly file?: string | undefined;
  /** What lists the held entries; undefined when nothing can. */
  readonly heldCommand: string | undefined;
}

/** Shows the report of a closed run and answers the exit code of a start. */
export async function showReport(
  runId: string,
  { json = false, file, heldCommand }: ReportOptions,
  connector: CommandedConnector,
  output: TextOutput,
): Promise<LocalExitCode> {
  const stored = await connector.report(runId);
  if (stored === undefined) throw new Error(`Run ${runId} is closed and has no report`);
  const { report, bytes } = stored;
  const openByReason = await connector.openHeld();
  if (json) output.out(bytes.toString('utf8').trimEnd());
  else for (const line of connector.reportText(stored, openByReason, heldCommand)) output.out(line);
  if (file !== undefined) writeReport(file, bytes);
  const isStopped = (report.stopped ?? '') !== '';
  if (report.state === 'incomplete' || report.counts.failed > 0 || isStopped || openByReason.has('failed')) return 1;
  const open = [...openByReason.values()].reduce((sum, count) => sum + count, 0);
  return open > 0 ? 2 : 0;
}

function writeReport(file: string, bytes: Buffer): void {
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, bytes);
  } catch (error) {
    throw new Error(
      `The report could not be written to ${file} (${(error as NodeJS.ErrnoException).code ?? 'unknown error'}); the run itself is closed`,
    );
  }
}

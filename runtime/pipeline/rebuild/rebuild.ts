import type { Report } from '../../domain/evidence/report';
import { lastReport } from '../chain/chain-head';
import { trustLedger } from '../chain/ledger-trust';
import { moveHead } from '../chain/move-head';
import { openRun } from '../collect/open-run';
import type { ConnectorPorts } from '../connector-ports';
import { writeReplayOrder } from '../replay/replay-order';
import { MAILBOX_PARTITIONS } from '../rows/mailbox-row';
import { goOnWithRun } from '../runs/go-on-with-run';
import { openRunIds } from '../runs/read-run';
import type { Finding } from '../verify/finding';
import { packagesWithLostEntries } from './lost-entries';
import { PackageBlobs } from './package-blobs';
import { publishedRuns } from './published-runs';
import { DeliveryRestoring } from './restore-deliveries';
import { restoreEvents } from './restore-events';
import { clearHeld, restoreHeld } from './restore-held';
import { type PackagePlace, PackageRestoring } from './restore-packages';
import { restoreRun } from './restore-run';
import { scanMailbox } from './scan-mailbox';

export interface RebuildCounts {
  /** Reports that were read, in the order of the chain. */
  readonly reports: number;
  /** Deliveries that a report counts as imported. */
  readonly imported: number;
  /** Deliveries without a copy, or with a stub: held or failed again. */
  readonly held: number;
  /** Mailboxes whose copies were read, their copies, and those of them that no report told of. */
  readonly mailboxes: number;
  readonly copies: number;
  readonly copiesOfOpenRuns: number;
  readonly acts: number;
  /** Packages that a run takes up again. */
  readonly packages: number;
  /** Open entries of the last report that this run finds again. */
  readonly lostEntries: number;
}

export interface Rebuilt {
  readonly findings: readonly Finding[];
  readonly counts: RebuildCounts;
  /** The run that takes packages up again; undefined when there is nothing to take up. */
  readonly runId: string | undefined;
}

/**
 * Makes the ledger again: closed runs from their reports, in the order of the chain; what they imported and what they left held from
 * `deliveries.jsonl`; what open runs had imported from the keys of the copies in the mailboxes; packages that no report knows, or whose held
 * entries no file tells, by taking them up in a run of their own, which looks before it creates. May be repeated, also after it was
 * interrupted. Nobody else may work on the store meanwhile.
 */
export async function rebuild(by: string, ports: ConnectorPorts): Promise<Rebuilt> {
  const findings: Finding[] = [];
  const packages = new PackageRestoring(await PackageBlobs.read(ports), ports, findings);
  const deliveries = new DeliveryRestoring(packages, ports, findings);
  const { reports, acts } = await restoreReports(packages, deliveries, ports, findings);
  const openRuns = await openRunIds(ports.stores);
  const entries = await deliveries.finish(new Set(openRuns));
  await clearHeld(ports.stores);
  const lostEntries = await restoreHeld(entries, reports.at(-1), ports.stores);
  const scanned = await scanMailboxes(deliveries.mailboxes, ports, findings);
  const toTakeUp = [...(await packages.finish()), ...(lostEntries === 0 ? [] : packagesWithLostEntries(reports, packages))];
  await trustLedger(ports);
  for (const runId of openRuns) await goOnWithRun(runId, true, ports);
  const runId = toTakeUp.length === 0 ? undefined : await takeUp(toTakeUp, by, ports);
  const { imported } = deliveries;
  const counts = { reports: reports.length, imported, held: entries.length, ...scanned, acts, packages: toTakeUp.length, lostEntries };
  ports.log.info('Ledger rebuilt', { ...counts, findings: findings.length });
  return { findings, counts, runId };
}

async function restoreReports(
  packages: PackageRestoring,
  deliveries: DeliveryRestoring,
  ports: ConnectorPorts,
  findings: Finding[],
): Promise<{ readonly reports: readonly Report[]; readonly acts: number }> {
  const reports: Report[] = [];
  let collectedTo = '';
  let acts = 0;
  for await (const published of publishedRuns(1, ports, findings)) {
    collectedTo = await restoreRun(published, collectedTo, ports);
    await packages.takeRun(published.report);
    await deliveries.takeRun(published);
    acts += await restoreEvents(published, ports, findings);
    reports.push(published.report);
  }
  const last = await lastReport(ports);
  if (last !== undefined) await moveHead(last, ports);
  return { reports, acts };
}

/** Every mailbox that a report or the table knows. Others are looked through before anything is created in them. */
async function scanMailboxes(
  told: ReadonlyMap<string, string>,
  ports: ConnectorPorts,
  findings: Finding[],
): Promise<Pick<RebuildCounts, 'mailboxes' | 'copies' | 'copiesOfOpenRuns'>> {
  const mailboxes = new Map(told);
  for (const partition of MAILBOX_PARTITIONS)
    for await (const { row } of ports.stores.mailboxes.list(partition)) if (!mailboxes.has(row.key)) mailboxes.set(row.key, row.address);
  let copies = 0;
  let copiesOfOpenRuns = 0;
  for (const [mailboxId, address] of mailboxes) {
    const scanned = await scanMailbox(mailboxId, address, ports, findings);
    copies += scanned.copies;
    copiesOfOpenRuns += scanned.restored;
  }
  return { mailboxes: mailboxes.size, copies, copiesOfOpenRuns };
}

async function takeUp(packages: readonly PackagePlace[], by: string, ports: ConnectorPorts): Promise<string> {
  const order = { packages: packages.map(({ packageRun, packageId }) => [packageRun, packageId] as const) };
  const replayIds = await writeReplayOrder(`rebuilt-${ports.clock.now().toISOString()}`, order, ports);
  const run = await openRun({ trigger: 'replay', by, listsNothing: true, replays: 'listed', replayIds, looksFirst: true }, ports);
  return run.partition;
}

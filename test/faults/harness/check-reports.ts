import { ExtendedProperty } from '../../../runtime/adapters/graph/extended-properties';
import { type ChainFinding, verifyChain } from '../../../runtime/domain/evidence/chain';
import type { Report } from '../../../runtime/domain/evidence/report';
import { parseReport, type VerifySignature } from '../../../runtime/domain/evidence/report-bytes';
import type { DeliveryRow } from '../../../runtime/pipeline/rows/delivery-row';
import type { PackageCounts } from '../../../runtime/pipeline/rows/package-counts';
import type { PackageRow } from '../../../runtime/pipeline/rows/package-row';
import { allOf } from '../../fakes/all-of';
import type { World } from '../../pipeline/world/world';
import type { Expectations } from './check-world';
import type { SmallDay } from './small-day';

/** Every report adds up by its own sums and by ours, together they say what is in the mailboxes, and their chain verifies. */
export async function reportsViolated(world: World, day: SmallDay, expected: Expectations): Promise<string[]> {
  const reports = await reportsOf(world);
  const violations: string[] = [];
  for (const report of reports) violations.push(...(await reportViolated(world, report, expected)));
  violations.push(...(await togetherViolated(world, day, reports, expected)));
  const findings = await chainFindings(world);
  return [...violations, ...findings.map(({ code, file, detail }) => `chain: ${code} ${file}: ${detail}`)];
}

/** In the order in which they were closed. */
export async function reportsOf(world: World): Promise<Report[]> {
  const reports: Report[] = [];
  for await (const { name } of world.stores.reports.list('chain/')) {
    const entry = JSON.parse((await world.stores.reports.get(name))?.content.toString() ?? '{}') as { readonly runId: string };
    const report = parseReport((await world.stores.reports.get(`${entry.runId}/report.json`))?.content ?? Buffer.alloc(0));
    if (report !== undefined) reports.push(report);
  }
  return reports;
}

async function reportViolated(world: World, report: Report, { reconciled = true }: Expectations): Promise<string[]> {
  const { counts, runId, heldBalance } = report;
  const violations: string[] = [];
  const isHonest = report.reconciled || (await wasNeverListed(world, report));
  if (reconciled && !isHonest) violations.push(`report ${runId} does not add up: ${JSON.stringify(report.differences)}`);
  const ended = counts.imported + counts.importedInPart + counts.skippedAsDuplicate + counts.held + counts.failed;
  if (reconciled && ended !== counts.deliveriesAvailable)
    violations.push(`report ${runId}: ${counts.deliveriesAvailable} deliveries available, ${ended} ended`);
  if (heldBalance.opening + heldBalance.added - heldBalance.resolved !== heldBalance.closing)
    violations.push(`report ${runId}: the held balance is ${JSON.stringify(heldBalance)}`);
  return [...violations, ...(await linesViolated(world, report))];
}

/** The source could not be listed in all the time that the run had: its report has to say so, and nothing else. */
async function wasNeverListed(world: World, { runId, differences }: Report): Promise<boolean> {
  return (await world.run(runId))?.listedAt === '' && differences.every(({ code }) => code === 'not-listed');
}

/** `deliveries.jsonl` names each delivery that the report counts. */
async function linesViolated(world: World, { runId, counts }: Report): Promise<string[]> {
  const file = (await world.stores.reports.get(`${runId}/deliveries.jsonl`))?.content.toString() ?? '';
  const outcomes = file.split('\n').flatMap((line) => (line === '' ? [] : [(JSON.parse(line) as { outcome: string }).outcome]));
  const counted = { imported: counts.imported, 'imported-in-part': counts.importedInPart, held: counts.held, failed: counts.failed };
  return Object.entries(counted).flatMap(([outcome, count]) => {
    const lines = outcomes.filter((each) => each === outcome).length;
    return lines === count ? [] : [`report ${runId} counts ${count} ${outcome}, its lines ${lines}`];
  });
}

/** What all reports say together is what is there. */
async function togetherViolated(world: World, day: SmallDay, reports: readonly Report[], expected: Expectations): Promise<string[]> {
  const { removed = new Set() } = expected;
  const sum = (count: (report: Report) => number): number => reports.reduce((total, report) => total + count(report), 0);
  const violations: string[] = [];
  const compare = (what: string, found: number, wanted: number): void => {
    if (found !== wanted) violations.push(`${what}: the reports say ${found}, it is ${wanted}`);
  };
  const rows = [...(world.account.table('deliveries').rows() as Generator<DeliveryRow>)];
  const imported = rows.filter(({ state }) => state === 'imported').length;
  compare(
    'imported',
    sum(({ counts }) => counts.imported),
    imported,
  );
  if (removed.size === 0)
    compare(
      'copies too many',
      sum(({ counts }) => counts.duplicatesFound),
      copiesTooMany(world, imported),
    );
  compare(
    'items',
    sum(({ counts }) => counts.itemsAvailableFromSource),
    day.items + itemsTakenUpAgain(world),
  );
  const open = await allOf(world.stores.held.list('open'));
  compare('held', reports.at(-1)?.heldBalance.closing ?? 0, open.length);
  reports.slice(1).forEach((report, index) => {
    const before = reports[index] as Report;
    if (report.heldBalance.opening !== before.heldBalance.closing) violations.push(`report ${report.runId} opens with another balance`);
  });
  return violations;
}

/** Counted by the run that did not bring their package to its end, or had only a part of it; and by the one that did. */
function itemsTakenUpAgain(world: World): number {
  const rows = [...(world.account.table('packages').rows() as Generator<PackageRow>)].filter(
    ({ state }) => state === 'held' || state === 'rejected',
  );
  return rows.reduce((items, { counts }) => items + (JSON.parse(counts) as PackageCounts).items, 0);
}

/** Whole copies beyond one an imported delivery, and stubs beyond one a delivery: a stub stays when the whole item has followed. */
function copiesTooMany(world: World, imported: number): number {
  const copies = world.exchange.archived();
  const stubKeys = copies.flatMap(({ properties }) => properties.get(ExtendedProperty.StubKey) ?? []);
  return copies.length - imported - new Set(stubKeys).size;
}

async function chainFindings(world: World): Promise<readonly ChainFinding[]> {
  const { reports, runs } = world.stores;
  const head = (await runs.get('chain', 'head'))?.row as { sequence: number; entrySha256: string } | undefined;
  const files = {
    names: async function* () {
      for await (const { name } of reports.list()) yield name;
    },
    open: async (name: string) => ((await reports.properties(name)) === undefined ? undefined : reports.stream(name)),
  };
  const verify: VerifySignature = (content, signature, keyId) => world.signer.verify(content, signature, keyId);
  return (await verifyChain(files, verify, head === undefined ? {} : { head })).findings;
}

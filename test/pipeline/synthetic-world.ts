import { userOf } from '../../runtime/adapters/graph/graph-directory';
import type { Report } from '../../runtime/domain/evidence/report';
import { parseReport } from '../../runtime/domain/evidence/report-bytes';
import type { DirectoryUser } from '../../runtime/domain/routing/directory-snapshot';
import type { SyntheticDay } from '../../runtime/local/telemessage-simulator/synthetic/synthetic-day';
import type { OpenRunRequest } from '../../runtime/pipeline/collect/open-run';
import { activateMapping } from '../../runtime/pipeline/mapping/activate-mapping';
import { MailboxUnavailableError, NotInScopeError } from '../../runtime/ports/exchange-errors';
import { World, type WorldOptions } from './world/world';
import type { DrainOptions, WorldProcess } from './world/world-process';

/** A world with the synthetic organisation in its directory, its mailboxes as they are there, and the day's packages at the source. */
export function syntheticWorld(day: SyntheticDay, options: WorldOptions = {}): World {
  const users = day.users.map((user) => userOf({ ...user })).filter((user): user is DirectoryUser => user !== undefined);
  const world = new World({
    users,
    start: `${nextDay(day.date)}T06:30:00Z`,
    ...options,
    options: { allowedDomains: day.domains, ...options.options },
  });
  for (const each of day.packages) world.site.put(each.name, each.content, { arrivedAt: each.arrivedAt });
  for (const { id, mailbox } of day.users) {
    if (mailbox === 'unlicensed' || mailbox === 'guest')
      world.exchange.mailbox(id).refusal = () => new MailboxUnavailableError(id, 'MailboxNotEnabledForRESTAPI');
    if (mailbox === 'out-of-scope') world.exchange.mailbox(id).refusal = () => new NotInScopeError(id);
  }
  return world;
}

/** Opens a run, works until it is closed, and answers its report. */
export async function importDay(
  world: World,
  day: SyntheticDay,
  drain: DrainOptions = {},
  request: Partial<OpenRunRequest> = {},
): Promise<Report> {
  const process = world.process();
  await activate(process, day.mapping);
  const run = await process.run(() => process.pipeline.openRun({ trigger: 'schedule', by: 'schedule', ...request }));
  await process.drain({ workers: 4, ...drain });
  return readReport(world, run?.partition ?? '');
}

export async function activate(process: WorldProcess, mapping: string, confirm = ''): Promise<void> {
  const request = { bytes: Buffer.from(mapping), actor: 'test', role: 'DataConnector.Admin', reason: '', approver: '', confirm };
  await process.run(() => activateMapping(request, process.ports));
}

export async function readReport(world: World, runId: string): Promise<Report> {
  const stored = await world.stores.reports.get(`${runId}/report.json`);
  const report = stored === undefined ? undefined : parseReport(stored.content);
  if (report === undefined) throw new Error(`Run ${runId} has no report`);
  return report;
}

function nextDay(date: string): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
}

import type { OpenRunRequest } from '../../../runtime/pipeline/collect/open-run';
import { activateMapping } from '../../../runtime/pipeline/mapping/activate-mapping';
import type { RunRow } from '../../../runtime/pipeline/rows/run-row';
import type { FaultHook } from '../../fakes/fault-gate';
import { World, type WorldOptions } from '../../pipeline/world/world';
import type { DrainOptions, WorldProcess } from '../../pipeline/world/world-process';
import type { SmallDay } from './small-day';

const DAY_IN_MS = 86_400_000;

/** A world with a small day at its source, its people in the directory and its mapping active; nothing is collected yet. */
export async function smallWorld(day: SmallDay, options: WorldOptions = {}): Promise<World> {
  const last = Math.max(...day.packages.map(({ arrivedAt }) => arrivedAt.getTime()));
  const start = new Date(Math.floor(last / DAY_IN_MS) * DAY_IN_MS + DAY_IN_MS + 6.5 * 3_600_000).toISOString();
  const world = new World({
    users: day.users,
    start,
    ...options,
    options: { allowedDomains: day.domains, ...options.options },
  });
  for (const each of day.packages) world.site.put(each.name, each.content, { arrivedAt: each.arrivedAt });
  await activate(world, day.mapping);
  return world;
}

export async function activate(world: World, mapping: string): Promise<void> {
  const process = world.process();
  const bytes = Buffer.from(mapping);
  const request = { bytes, actor: 'test', role: 'DataConnector.Admin', reason: '', approver: '' };
  await process.run(async () => {
    const first = await activateMapping({ ...request, confirm: '' }, process.ports);
    if (first.kind === 'needs-confirmation') await activateMapping({ ...request, confirm: first.file.version }, process.ports);
  });
}

export interface DayResult {
  readonly process: WorldProcess;
  /** Undefined when the process died before it could tell. */
  readonly run: RunRow | undefined;
}

/** One process opens the daily run and works until nothing is left to do, or until it dies. */
export async function workThrough(
  world: World,
  {
    hook,
    request = {},
    ...drain
  }: DrainOptions & { readonly hook?: FaultHook | undefined; readonly request?: Partial<OpenRunRequest> } = {},
): Promise<DayResult> {
  const process = world.process(hook);
  const run = await process.run(() => fireTimer(process, request));
  if (!process.gate.isDead) await process.drain(drain);
  return { process, run };
}

const TIMER_TRIES = 4;
const TIMER_DELAY_IN_MS = 60_000;

/** Opens the daily run; tried again when it fails, as the function's retry rule says. A timer that fails each time comes again the next day. */
export async function fireTimer(process: WorldProcess, request: Partial<OpenRunRequest> = {}): Promise<RunRow | undefined> {
  for (let tries = 1; tries <= TIMER_TRIES; tries += 1) {
    try {
      return await process.alive(process.pipeline.openRun({ trigger: 'schedule', by: 'schedule', ...request }));
    } catch (error) {
      process.world.failures.push({ queue: 'openRun', error });
      await process.world.clock.sleep(TIMER_DELAY_IN_MS);
    }
  }
  return undefined;
}

import type { Report } from '../../../runtime/domain/evidence/report';
import { vendorZip } from '../../../runtime/local/telemessage-simulator/synthetic/package-writer';
import { SeededRandom } from '../../../runtime/local/telemessage-simulator/synthetic/seeded-random';
import { type SyntheticDay, syntheticDay } from '../../../runtime/local/telemessage-simulator/synthetic/synthetic-day';
import { damagedItem, whatsAppItem } from '../../../runtime/local/telemessage-simulator/synthetic/unusual-items';
import type { AdminPorts, ConnectorFacts } from '../../../runtime/pipeline/admin/admin-ports';
import { type HeldEntry, listHeld } from '../../../runtime/pipeline/admin/held-list';
import { importDay, readReport, syntheticWorld } from '../synthetic-world';
import type { World, WorldOptions } from '../world/world';
import { adminPorts } from './admin-world';

/** A world in which a day was imported, with what administrators do in it. */
export interface AdministeredDay {
  readonly day: SyntheticDay;
  readonly world: World;
  readonly report: Report;
  /** Ports of a process that has read nothing yet. */
  ports(facts?: Partial<ConnectorFacts>): AdminPorts;
  /** Carries out an act, then works until nothing is left to do. */
  act<T>(work: (ports: AdminPorts) => Promise<T>): Promise<T>;
  held(reason?: string): Promise<readonly HeldEntry[]>;
  reportOf(runId: string): Promise<Report>;
}

/** A tiny day with its troubles, and one item of another archiver and one that cannot be read. */
export async function anAdministeredDay(options: WorldOptions = {}): Promise<AdministeredDay> {
  const day = syntheticDay(1, '2026-11-20', 'tiny');
  const world = syntheticWorld(day, options);
  const at = new Date('2026-11-20T20:00:00Z');
  const extra = vendorZip([whatsAppItem(at), damagedItem(at, new SeededRandom(1, 'damaged'))], at, 7);
  world.site.put(extra.name, extra.content, { arrivedAt: at });
  const report = await importDay(world, day);
  return {
    day,
    world,
    report,
    ports: (facts) => adminPorts(world.process(), facts),
    act: async (work) => {
      const process = world.process();
      const done = await world.clock.runUntil(work(adminPorts(process)));
      await process.drain({ workers: 4 });
      return done;
    },
    held: async (reason) => {
      const filter = reason === undefined ? {} : { reason };
      return (await listHeld({ ...filter, limit: 500 }, world.process().ports)).entries;
    },
    reportOf: (runId) => readReport(world, runId),
  };
}

let kept: Promise<AdministeredDay> | undefined;

/** The same day for every test of a file that changes nothing in it. */
export function anUntouchedDay(): Promise<AdministeredDay> {
  kept ??= anAdministeredDay();
  return kept;
}

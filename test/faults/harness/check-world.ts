import type { World } from '../../pipeline/world/world';
import { copiesViolated } from './check-copies';
import { ledgerViolated } from './check-ledger';
import { reportsViolated } from './check-reports';
import { sourceViolated } from './check-source';
import type { SmallDay } from './small-day';

export { reportsOf } from './check-reports';

/** A delivery in these sets: `<mailbox id> <subject>`. */
export interface Expectations {
  /** Deliveries that must not be there, because they are held. Default: none. */
  readonly held?: ReadonlySet<string>;
  /** Deliveries whose copy a user has deleted, or may have: they may be missing. Default: none. */
  readonly removed?: ReadonlySet<string>;
  /** Deliveries that may have a stub beside the whole copy: it came first, and nothing is ever taken away. Default: none. */
  readonly stubs?: ReadonlySet<string>;
  /** Copies beyond one that are allowed because the connector lists them itself. Default: none. */
  readonly listedDuplicates?: boolean;
  /** A lease was lost while its owner was at work: two workers may have met in a mailbox, and its limits are not checked. Default: none was. */
  readonly leasesLost?: boolean;
  /** Whether the sums of every report must add up; default true. */
  readonly reconciled?: boolean;
}

/**
 * What must be true when nothing is left to do, whatever happened before. Answers every violation in words; an empty list is a pass.
 */
export async function violationsOf(world: World, day: SmallDay, expected: Expectations = {}): Promise<string[]> {
  return [
    ...copiesViolated(world, day, expected),
    ...(expected.leasesLost === true ? [] : limitsViolated(world)),
    ...(await ledgerViolated(world, expected)),
    ...(await reportsViolated(world, day, expected)),
    ...sourceViolated(world, day),
  ];
}

/** Exchange's limits were kept, whatever the trouble. */
function limitsViolated(world: World): string[] {
  return Object.entries(world.exchange.violations).flatMap(([name, count]) => (count > 0 ? [`${count} times over the limit ${name}`] : []));
}

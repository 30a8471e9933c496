import { SeededRandom } from '../../runtime/local/telemessage-simulator/synthetic/seeded-random';
import { type CallSite, declaredCallSites } from './harness/call-sites';
import { countedCalls, crashDay } from './harness/crash-every-step';
import { CRASH_MODES, type Crash } from './harness/crash-run';
import { ACTS } from './harness/situations/acts';
import { LOST_TABLES } from './harness/situations/lost-tables';
import { ODD_DAYS } from './harness/situations/odd-days';
import { crashIn, type Place, type PrepareSituation, placesOf } from './harness/situations/situation';
import { Tally } from './harness/tally';
import { isEverything } from './harness/volume';

const HOUR_IN_MS = 3_600_000;
const SAMPLED_CRASHES = 2;

const tally = new Tally('Crashes in situations');
const reached = new Set<CallSite>();

/** One crash at each line that calls out, before and after its call; or a seeded sample of them. */
function crashesOf(name: string, places: readonly Place[]): readonly (Crash & { readonly site: CallSite })[] {
  const firsts = [...Map.groupBy(places, ({ site }) => site)].map(([site, [first]]) => ({ site, call: (first as Place).index }));
  const crashes = firsts.flatMap((first) => CRASH_MODES.map((mode) => ({ ...first, mode })));
  const random = new SeededRandom(3, `crashes in: ${name}`);
  return isEverything ? crashes : Array.from({ length: SAMPLED_CRASHES }, () => random.pick(crashes));
}

describe.each([
  ['an act of an administrator', ACTS],
  ['tables that are lost', LOST_TABLES],
  ['an odd day', ODD_DAYS],
] as const)('%s', (_kind, situations) => {
  it.each(Object.entries<PrepareSituation>(situations))(
    'goes well, and converges when the process dies in it: %s',
    async (name, prepare) => {
      const places = await placesOf(prepare);
      for (const { site } of places) reached.add(site);

      const failed: Record<string, readonly string[]> = {};
      for (const crash of crashesOf(name, places)) {
        const violations = await crashIn(prepare, crash);
        if (violations.length > 0) failed[`${crash.mode} ${crash.site}`] = violations;
        tally.add('crashes');
      }

      expect(failed).toEqual({});
    },
    HOUR_IN_MS,
  );

  afterAll(() => tally.print());
});

/** Too long for `npm test`. What no day and no situation comes to is printed, so that nobody takes it for covered. */
(isEverything ? it : it.skip)(
  'come to lines of the pipeline that its types know as calls to the outside, and to no others',
  async () => {
    for (const { site } of await countedCalls(crashDay())) reached.add(site);
    const declared = declaredCallSites();

    const missed = [...declared].filter((site) => !reached.has(site)).sort();
    tally.print(`  ${declared.size - missed.length} of ${declared.size} declared call sites reached; not reached:`, ...missed);

    expect([...reached].filter((site) => !declared.has(site) && !site.startsWith('host: '))).toEqual([]);
  },
  HOUR_IN_MS,
);

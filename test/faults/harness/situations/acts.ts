import { sha256Hex } from '../../../../runtime/domain/evidence/sha256';
import { actsOf } from '../../../../runtime/pipeline/admin/acts';
import type { AdminPorts } from '../../../../runtime/pipeline/admin/admin-ports';
import { correctNumber } from '../../../../runtime/pipeline/admin/correct-number';
import { replaySelection } from '../../../../runtime/pipeline/admin/held-acts';
import { mapNumber, notOurs } from '../../../../runtime/pipeline/admin/number-acts';
import { pauseConnector, resumeConnector } from '../../../../runtime/pipeline/admin/pause';
import { resumeOneRun, runPastWindow, stopOneRun } from '../../../../runtime/pipeline/admin/run-acts';
import { acceptTerms } from '../../../../runtime/pipeline/admin/terms';
import { verify } from '../../../../runtime/pipeline/verify/verify';
import { MailboxFullError } from '../../../../runtime/ports/exchange-errors';
import { allOf } from '../../../fakes/all-of';
import { ADMIN, adminPorts, FACTS } from '../../../pipeline/admin/admin-world';
import type { World, WorldOptions } from '../../../pipeline/world/world';
import type { WorldProcess } from '../../../pipeline/world/world-process';
import { type Expectations, violationsOf } from '../check-world';
import { DAY_IN_MS } from '../days';
import { EXTERNAL, mappingOf, OUTSIDERS, type SmallDay, type SmallMessage, type SmallPerson, smallDay } from '../small-day';
import { activate, fireTimer, smallWorld, workThrough } from '../small-world';
import type { PrepareSituation, Situation } from './situation';

const SOME = { items: 12, people: 4, packages: 2 } as const;
const REASON = 'a test';

interface ActOptions {
  readonly day?: SmallDay;
  readonly world?: WorldOptions;
  /** Before the day is imported. */
  readonly before?: (world: World) => Promise<void> | void;
  /** After it was. */
  readonly after?: (world: World) => Promise<void> | void;
  /** The day has no run of its own before the act. */
  readonly isFirst?: boolean;
  readonly act: (ports: AdminPorts, process: WorldProcess, world: World) => Promise<unknown>;
  /** What the mailboxes must hold in the end. */
  readonly end?: (day: SmallDay) => SmallDay;
  readonly expected?: Expectations;
}

/** A day that was imported, then an act of an administrator and what follows from it, then one more day. */
function anAct(options: ActOptions): PrepareSituation {
  const { day = smallDay(61, SOME), end = (same) => same, expected = {} } = options;
  return async (): Promise<Situation> => {
    const world = await smallWorld(day, options.world);
    await options.before?.(world);
    if (options.isFirst !== true) await workThrough(world);
    await options.after?.(world);
    return {
      world,
      work: async (process) => {
        await options.act(adminPorts(process), process, world);
        await process.work({ workers: 2 });
      },
      violations: async () => {
        await world.clock.advance(DAY_IN_MS);
        await workThrough(world);
        return [...(await violationsOf(world, end(day), expected)), ...(await proofViolated(world))];
      },
    };
  };
}

/** The chain of acts too, and every count once more by the verb that an auditor uses. */
async function proofViolated(world: World): Promise<string[]> {
  const process = world.process();
  const proof = await process.run(() => verify({ mailboxes: true }, process.ports));
  return (proof?.findings ?? []).map(({ check, code, where, detail }) => `verify: ${check} ${code} ${where}: ${detail}`);
}

const heldIds = async (world: World): Promise<string[]> => (await allOf(world.stores.held.list('open'))).map(({ row }) => row.key);

/** A person who repeats an act after a crash may find that it was done. */
async function orDone<T>(act: Promise<T>): Promise<T | undefined> {
  try {
    return await act;
  } catch (error) {
    if ((error as Error).name === 'ActRefusedError') return undefined;
    throw error;
  }
}

const first = (day: SmallDay): SmallPerson => day.people[0] as SmallPerson;
const withExternal = smallDay(62, { ...SOME, outsiders: [EXTERNAL] });
const withOutsiders = smallDay(64, { ...SOME, outsiders: OUTSIDERS });
const isIn = (person: SmallPerson, { from, to }: SmallMessage): boolean => [from, ...to].some(({ phone }) => phone === person.phone);

/** Whoever gets a message of this person gets it in this mailbox too. */
const alsoTo =
  (person: SmallPerson, mailboxId: string) =>
  (day: SmallDay): SmallDay => ({
    ...day,
    messages: day.messages.map((message) =>
      isIn(person, message) ? { ...message, mailboxIds: [...new Set([...message.mailboxIds, mailboxId])] } : message,
    ),
  });

const rows = (people: readonly SmallPerson[]): Buffer => Buffer.from(mappingOf(people));
const byRowsAlone = { options: { automaticMapping: false } };
const activating = (people: readonly SmallPerson[]) => (ports: AdminPorts) =>
  actsOf(ADMIN, ports).activateMapping(rows(people), sha256Hex(rows(people)), REASON);

export const ACTS: Readonly<Record<string, PrepareSituation>> = {
  'the terms are accepted': anAct({
    world: { options: { needsTerms: true } },
    isFirst: true,
    act: async (ports, process) => {
      await fireTimer(process);
      await acceptTerms(FACTS.terms.sha256, ADMIN, ports);
    },
  }),
  'a mapping is activated that names somebody more': anAct({
    world: byRowsAlone,
    before: (world) => activate(world, mappingOf(smallDay(61, SOME).people.slice(1))),
    act: activating(smallDay(61, SOME).people),
  }),
  'what a full mailbox did not take is tried again': anAct({
    before: (world) => {
      const { mailboxId } = first(smallDay(61, SOME));
      world.exchange.mailbox(mailboxId).refusal = () => new MailboxFullError(mailboxId);
    },
    after: (world) => {
      world.exchange.mailbox(first(smallDay(61, SOME)).mailboxId).refusal = undefined;
    },
    act: async (ports, _process, world) => orDone(replaySelection({ ids: await heldIds(world) }, {}, REASON, ADMIN, ports)),
  }),
  'a number is mapped, with its earlier items': anAct({
    day: withExternal,
    act: (ports) =>
      mapNumber(
        {
          number: EXTERNAL.phone,
          mailbox: first(withExternal).mailbox,
          validFrom: undefined,
          reason: REASON,
          isConfirmed: true,
          withEarlierItems: true,
        },
        ADMIN,
        ports,
      ),
    end: alsoTo(EXTERNAL, first(withExternal).mailboxId),
  }),
  'a number is nobody of ours': anAct({ day: withOutsiders, act: (ports) => notOurs(OUTSIDERS[0]?.phone ?? '', REASON, ADMIN, ports) }),
  'a number that went to the wrong mailbox is corrected': correctedNumber(),
  'a past window is imported once more': anAct({
    act: (ports) => runPastWindow({ from: new Date('2026-11-20T00:00:00Z'), to: new Date('2026-11-21T00:00:00Z') }, REASON, ADMIN, ports),
  }),
  'a run is stopped and goes on': anAct({
    isFirst: true,
    act: async (ports, process) => {
      const run = await fireTimer(process);
      await orDone(stopOneRun(run?.partition ?? '', REASON, ADMIN, ports));
      await process.work({ workers: 2, patienceInMs: 60_000 });
      await orDone(resumeOneRun(run?.partition ?? '', REASON, ADMIN, ports));
    },
  }),
  'the connector is paused and goes on': anAct({
    act: async (ports) => {
      await pauseConnector(REASON, ADMIN, ports);
      await resumeConnector(REASON, ADMIN, ports);
    },
  }),
};

/** The first person's row named the second one's mailbox: what went there stays there, because the connector takes nothing back. */
function correctedNumber(): PrepareSituation {
  const day = smallDay(63, SOME);
  const [one, two] = day.people as [SmallPerson, SmallPerson];
  const wrong = day.people.map((person) => (person === one ? { ...one, mailbox: two.mailbox } : person));
  return anAct({
    day: { ...day, mapping: mappingOf(wrong) },
    world: byRowsAlone,
    act: async (ports) => {
      await activating(day.people)(ports);
      const order = { number: one.phone, from: new Date('2026-11-20T00:00:00Z'), to: new Date('2026-11-22T00:00:00Z'), reason: REASON };
      await correctNumber(order, ADMIN, ports);
    },
    end: alsoTo(one, two.mailboxId),
  });
}

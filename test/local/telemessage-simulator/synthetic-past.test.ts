import { checkPackage } from '../../../runtime/domain/package/open-package';
import { bufferReader } from '../../../runtime/domain/package/range-reader';
import { sequenceGaps } from '../../../runtime/domain/package/sequence-gap';
import { type PastDay, syntheticDays } from '../../../runtime/local/telemessage-simulator/synthetic/synthetic-past';

const past = syntheticDays(1, 14, '2026-11-23');
const dayOf = (story: string): PastDay => {
  const day = past.days.find(({ stories }) => stories.some((one) => one === story));
  if (day === undefined) throw new Error(`No day tells of ${story}`);
  return day;
};
const itemsWith = (phone: string, days: readonly PastDay[]) =>
  days.flatMap(({ expected }) => expected.items).filter(({ participants }) => participants.some((one) => one.phone === phone));

describe('the fourteen days before the synthetic day', () => {
  it('are the days before it, oldest first, and the same for the same seed', () => {
    expect(past.days.map(({ date }) => date)).toEqual(
      Array.from({ length: 14 }, (_none, index) => `2026-11-${String(9 + index).padStart(2, '0')}`),
    );
    const bytes = (days: readonly PastDay[]) => Buffer.concat(days.flatMap(({ packages }) => packages.map(({ content }) => content)));
    expect(bytes(syntheticDays(1, 14, '2026-11-23').days).equals(bytes(past.days))).toBe(true);
  });

  it('run at half past six on the next day, but for one that was missed and caught up', () => {
    const missed = past.days.indexOf(dayOf('missed'));

    expect(past.days.filter(({ runAt }) => runAt === undefined)).toEqual([past.days[missed]]);
    expect(past.days[missed + 1]?.stories).toEqual(['caught-up']);
    expect(past.days[0]?.runAt?.toISOString()).toBe('2026-11-10T06:30:00.000Z');
  });

  it('hold complete packages, but for one whose manifest promises more than it has', async () => {
    const rejected: string[] = [];
    for (const { date, packages } of past.days) {
      for (const { name, content } of packages) {
        const { state, problems } = await checkPackage(bufferReader(content), name);
        if (state === 'rejected') rejected.push(`${date} ${problems.map(({ code }) => code)}`);
      }
    }

    expect(rejected).toEqual([`${dayOf('bad-package').date} count-mismatch,missing-item`]);
  });

  it('send one package twice under two names', () => {
    const again = dayOf('package-sent-again').packages.at(-1);
    const before = past.days
      .flatMap(({ packages }) => packages)
      .filter(({ content }) => again !== undefined && content.equals(again.content));

    expect(before).toHaveLength(2);
    expect(new Set(before.map(({ name }) => name)).size).toBe(2);
  });

  it('change the mapping once: a number that was unmatched has a row from then on', () => {
    const change = past.days.indexOf(dayOf('mapping-changed'));
    const states = (days: readonly PastDay[]) =>
      new Set(
        itemsWith(past.lateNumber, days).flatMap(({ participants }) =>
          participants.filter(({ phone }) => phone === past.lateNumber).map(({ state }) => state),
        ),
      );

    expect(new Set(past.days.map(({ mapping }) => mapping)).size).toBe(2);
    expect(states(past.days.slice(0, change))).toEqual(new Set(['unmatched']));
    expect(states(past.days.slice(change))).toEqual(new Set(['matched']));
  });

  it('hold nothing in the first days', () => {
    const first = past.days.slice(0, 5);

    expect(first.map(({ expected: { counts } }) => counts.held + counts.participantsUnmatched)).toEqual([0, 0, 0, 0, 0]);
    expect(first.flatMap(({ stories }) => stories).filter((story) => story !== 'quiet-sunday')).toEqual([]);
  });

  it('hear no more of one phone in the second week', () => {
    const phone = past.quietPhone.phone ?? '';

    expect(itemsWith(phone, past.days.slice(0, 6)).length).toBeGreaterThan(0);
    expect(itemsWith(phone, past.days.slice(6))).toEqual([]);
  });

  it('have a Sunday without a package, and a hole in the sequence of a day', () => {
    expect(dayOf('quiet-sunday').packages).toEqual([]);
    expect(sequenceGaps(dayOf('sequence-gap').packages.map(({ name }) => name))).not.toEqual([]);
  });

  it('are as many as are asked for', () => {
    expect(syntheticDays(1, 3, '2026-11-23').days.map(({ date }) => date)).toEqual(['2026-11-20', '2026-11-21', '2026-11-22']);
  });
});

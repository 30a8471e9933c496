import type { HeldRow } from '../../../runtime/pipeline/rows/held-row';
import { HeldExamples } from '../../../runtime/pipeline/settle/held-examples';

const row = (over: Partial<HeldRow>): HeldRow =>
  ({
    kind: 'delivery',
    reason: 'oversize',
    address: 'anna@contoso.example',
    packageRun: 'r1',
    packageId: 'p1',
    detail: '',
    why: '',
    ...over,
  }) as HeldRow;
const NAMES = new Map([['r1/p1', 'one.zip']]);
const nameOf = async (runId: string, packageId: string) => NAMES.get(`${runId}/${packageId}`) ?? '';

describe('examples of held entries', () => {
  it('name the package of each entry, whichever run brought it; none when nobody knows it', async () => {
    const examples = new HeldExamples();
    for (const over of [{}, { packageRun: 'r0' }, { kind: 'package', detail: 'bad.zip', address: '' } as const]) examples.add(row(over));

    const [group] = await examples.shown(nameOf);

    expect(group?.examples.map(({ who, package: name }) => [who, name])).toEqual([
      ['anna@contoso.example', 'one.zip'],
      ['anna@contoso.example', ''],
      ['bad.zip', 'bad.zip'],
    ]);
  });

  it('are twenty of each reason at most, and the count says how many there are', async () => {
    const examples = new HeldExamples();
    for (let index = 0; index < 25; index += 1) examples.add(row({}));
    examples.add(row({ reason: 'unmatched' }));

    const groups = await examples.shown(nameOf);

    expect(groups.map(({ reason, count, examples: shown }) => [reason, count, shown.length])).toEqual([
      ['oversize', 25, 20],
      ['unmatched', 1, 1],
    ]);
  });
});

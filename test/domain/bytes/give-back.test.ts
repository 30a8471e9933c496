import { giveBack, giveBackWhole } from '../../../runtime/domain/bytes/give-back';

describe('giving memory back', () => {
  it('empties bytes that are all of their memory', () => {
    const bytes = Buffer.allocUnsafeSlow(100);

    giveBack(bytes);

    expect(bytes).toHaveLength(0);
  });

  it.each([
    ['a part', (whole: Buffer) => whole.subarray(1)],
    ['the beginning', (whole: Buffer) => whole.subarray(0, 99)],
  ])('leaves %s of larger memory to those who have views into it', (_case, partOf) => {
    const whole = Buffer.alloc(100, 7);

    giveBack(partOf(whole));

    expect(whole).toEqual(Buffer.alloc(100, 7));
  });

  it('leaves bytes that share the pool of Node alone', () => {
    const neighbour = Buffer.from('neighbour');

    giveBack(Buffer.from('x'));

    expect(neighbour.toString()).toBe('neighbour');
  });

  it('takes memory as a whole when its maker says so', () => {
    const whole = Buffer.allocUnsafeSlow(100);

    giveBackWhole(whole.subarray(0, 60));

    expect(whole).toHaveLength(0);
  });
});

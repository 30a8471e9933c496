import { trustedSentTime } from '../../../runtime/domain/windows/trusted-time';

const arrivedAt = new Date('2026-11-20T18:00:00Z');

describe('trustedSentTime', () => {
  it.each([
    ['the first moment of 1990', '1990-01-01T00:00:00.000Z'],
    ['nine days before arrival', '2026-11-11T18:00:00.000Z'],
    ['after arrival: a phone that runs ahead', '2026-11-21T18:00:00.000Z'],
    ['two days after arrival', '2026-11-22T18:00:00.000Z'],
  ])('believes %s', (_case, time) => {
    expect(trustedSentTime(new Date(time), arrivedAt)).toEqual(new Date(time));
  });

  it.each([
    ['no time', undefined],
    ['the last moment of 1989', new Date('1989-12-31T23:59:59.999Z')],
    ['1970', new Date(0)],
    ['more than two days after arrival', new Date('2026-11-22T18:00:00.001Z')],
    ['the year 57300', new Date(Date.UTC(57300, 5, 3))],
    ['what is no time', new Date(Number.NaN)],
  ])('does not believe %s', (_case, time) => {
    expect(trustedSentTime(time, arrivedAt)).toBeUndefined();
  });
});

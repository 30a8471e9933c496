import type { Scenario } from './state';

const scenario = (change: Partial<Scenario>): Scenario => ({
  captures: 'AB',
  split: false,
  runOfB: 1,
  isUnpacked: false,
  mustImport: false,
  hasTimers: false,
  timeIsUp: [],
  slowExchange: false,
  faults: {},
  total: 3,
  ...change,
});
const EXCHANGE = { crash: 2, leaseLost: 1, answerLost: 2, lag: 1, late: 1, writeLost: 1, again: 1 };

/** As they are searched in full: at most `total` faults, of each kind at most as many as given. Administrators' acts come on top. */
export const SCENARIOS: Readonly<Record<string, Scenario>> = {
  // The queues alone bring everything home: no stuck-work rule, no hours.
  calm: scenario({ mustImport: true, total: 0 }),
  crashes: scenario({ captures: 'A', mustImport: true, faults: EXCHANGE }),
  'two packages': scenario({ mustImport: true, faults: { crash: 2, again: 1, leaseLost: 1, writeLost: 1 }, total: 2 }),
  'one package in two handlers': scenario({ split: true, mustImport: true, faults: { crash: 2, again: 1, writeLost: 1 } }),
  'slow Exchange': scenario({ captures: 'A', isUnpacked: true, slowExchange: true, faults: EXCHANGE }),
  // With timers; the hours of the runs in `timeIsUp` may be over at any moment, those of other runs when nothing moves.
  'closing while unpack is under way': scenario({
    captures: 'A',
    hasTimers: true,
    timeIsUp: [1],
    faults: { crash: 2, again: 1, poison: 1, writeLost: 1 },
  }),
  'closing while deliver is under way': scenario({
    captures: 'A',
    isUnpacked: true,
    hasTimers: true,
    timeIsUp: [1, 3],
    faults: { ...EXCHANGE, reopen: 1 },
    total: 2,
  }),
  'two runs': scenario({
    runOfB: 2,
    isUnpacked: true,
    hasTimers: true,
    timeIsUp: [1],
    faults: { crash: 1, again: 1, refused: 1, answerLost: 1, leaseLost: 1 },
    total: 2,
  }),
  poison: scenario({ captures: 'A', isUnpacked: true, hasTimers: true, faults: { ...EXCHANGE, poison: 1, reopen: 1 } }),
  'stop and resume': scenario({
    captures: 'A',
    hasTimers: true,
    timeIsUp: [1],
    faults: { crash: 1, again: 1, answerLost: 1, stop: 1, resume: 1 },
    total: 2,
  }),
};

/** `FAULTS=all`: everything, as `npm run test:faults` does. Otherwise a seeded sample that fits into `npm test`. */
export const isEverything = process.env['FAULTS'] === 'all';

/** How much of something: the only place where tests of this folder ask how far they shall go. */
export const volume = <T>(sample: T, everything: T): T => (isEverything ? everything : sample);

import { join } from 'node:path';

/** What is bundled runs in a folder of `dist` (`dist/cli`, `dist/bench`); tests load the source. */
const DIST = __filename.endsWith('.ts') ? join(__dirname, '..', '..', 'dist') : join(__dirname, '..');

/** A file of `dist`, by its name in there. */
export const distFile = (name: string): string => join(DIST, name);

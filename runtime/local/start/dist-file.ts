import { join } from 'node:path';

/** A file of `dist`; the command line runs from `dist/cli`. */
export const distFile = (name: string): string => join(__dirname, '..', name);

import { createHash } from 'node:crypto';

/** A source's id as table key and lease name: 16 hex digits. */
export const sourceKeyOf = (sourceId: string): string => createHash('sha256').update(sourceId).digest('hex').slice(0, 16);

import type { Role } from '../../../../runtime/pipeline/admin/person';
import { createReader, type Reader, type ReaderFacts } from '../../../../runtime/web/page/format/reader';

export const NOW = new Date('2026-11-21T08:12:00Z');

export function aReader(role: Role = 'DataConnector.Admin', facts: Partial<ReaderFacts> = {}): Reader {
  return createReader({ person: { id: 'rosa', name: 'Rosa Marsh', role }, languages: 'en-GB', now: NOW, isUtc: false, ...facts });
}

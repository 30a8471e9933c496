import { ORGANISATION_DOMAINS } from '../telemessage-simulator/synthetic/people';
import type { LocalOptions } from './local-options';

/**
 * The mailbox domains of a start: those that were asked for; else those of the mapping's mailboxes; else, of the synthetic day, those of its
 * organisation. Empty = every domain of the directory's users.
 */
export function allowedDomains(
  { domains, mapping, source }: Pick<LocalOptions, 'domains' | 'mapping' | 'source'>,
  mappingDomains: readonly string[],
): readonly string[] {
  if (domains.length > 0) return domains;
  if (mapping !== undefined) return mappingDomains;
  return source === undefined ? ORGANISATION_DOMAINS : [];
}

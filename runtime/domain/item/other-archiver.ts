import type { ItemProblemList } from './item-problems';

/**
 * Archivers that feed the same account (facts: source-telemessage 1.1), as they are named to people. Tested in this order against a source
 * type or the first words of a subject.
 */
const OTHER_ARCHIVERS: readonly (readonly [name: string, pattern: RegExp])[] = [
  ['WhatsApp', /whats\s*app/i],
  ['Telegram', /telegram/i],
  ['WeChat', /we\s*chat|wecom/i],
  ['iMessage', /i\s*message/i],
  ['Teams', /\bteams/i],
  ['Webex', /webex/i],
  ['Viber', /viber/i],
  ['SMS', /\b(?:sms|mms|rcs)(?:\b|_)/i],
  ['Android', /android|wireless[\s_]*copy/i],
  ['Virtual number', /virtual[\s_]*number|enterprise[\s_]*number/i],
  ['Network archiver', /network[\s_]*archiv/i],
];
const SIGNAL = /signal/i;

/**
 * The archiver that an item comes from when it is not Signal; undefined without positive evidence. Evidence is what the vendor writes: the
 * archiver in the subject, and the source type.
 */
export function otherArchiver(
  subjectArchiver: string | undefined,
  sourceTypes: readonly string[],
  problems: ItemProblemList,
): string | undefined {
  for (const evidence of [...sourceTypes, subjectArchiver ?? '']) {
    const name = evidence === '' || SIGNAL.test(evidence) ? undefined : OTHER_ARCHIVERS.find(([, pattern]) => pattern.test(evidence))?.[0];
    if (name !== undefined) return name;
  }
  if (sourceTypes.some((type) => type !== '' && !SIGNAL.test(type))) problems.add('source-type-unknown');
  return undefined;
}

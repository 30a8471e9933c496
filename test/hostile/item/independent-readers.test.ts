import { createHash } from 'node:crypto';
import { type AddressObject, type ParsedMail, simpleParser } from 'mailparser';
import PostalMime, { type Address, type Email } from 'postal-mime';
import { type DisplayAddress, type Item, isReadable } from '../../../runtime/domain/item/item';
import { readItem } from '../../../runtime/domain/item/item-reader';
import { DEFAULT_ITEM_SETTINGS } from '../../../runtime/domain/item/item-settings';
import { generateMail } from './generated-mail';
import { mutate } from './mutation';
import { RandomSource } from './random-source';

/** What a reader says of one mail, in one notation. Undefined: it says nothing. */
type Reading = Record<'subject' | 'from' | 'to' | 'cc' | 'date' | 'messageId', string | undefined> & {
  readonly attachments: readonly string[];
};

const FIELDS = ['subject', 'from', 'to', 'cc', 'date', 'messageId'] as const;
const MAILS = 120;
const DAMAGED_MAILS = 600;
const TIME_LIMIT_IN_MS = 60_000;

/**
 * Both readers hand on an empty quoted-printable part as one line feed (the line end before a boundary belongs to the boundary, RFC 2046
 * 5.1.1), and a header that is cut short by the end of the mail as an empty attachment. Nothing of a message is in either.
 */
const EXPLAINED_ATTACHMENTS = new Set([sha256(Buffer.from('')), sha256(Buffer.from('\n'))]);

/**
 * A part whose header begins with lines that are no header fields: we take all of it for text, so that no line of a text without header is lost;
 * both readers skip such lines until a field comes.
 */
const EXPLAINED_MISSES = ['attachment aa83df5ca516e8a38822b4ba9920435ab3c2055a09b0e51c7d59983f0dc2ec66'];

function ours(item: Item): Reading {
  return {
    subject: item.subject,
    from: addresses(item.from === undefined ? [] : [item.from]),
    to: addresses(item.to),
    cc: addresses(item.cc),
    date: item.date?.toISOString(),
    messageId: item.messageId,
    attachments: item.attachments.map(({ sha256 }) => sha256),
  };
}

function byMailparser(mail: ParsedMail): Reading {
  const list = (value: AddressObject | AddressObject[] | undefined) =>
    addresses([value ?? []].flat().flatMap((field) => field.value.flatMap((entry) => entry.group ?? [entry])));
  return {
    subject: mail.subject ?? '',
    from: list(mail.from),
    to: list(mail.to),
    cc: list(mail.cc),
    date: mail.date?.toISOString(),
    messageId: mail.messageId?.replace(/^<|>$/g, ''),
    attachments: mail.attachments.map(({ content }) => sha256(content)),
  };
}

function byPostalMime(mail: Email): Reading {
  const list = (value: readonly Address[]) => addresses(value.flatMap((entry) => entry.group ?? [entry]));
  return {
    subject: mail.subject ?? '',
    from: list(mail.from === undefined ? [] : [mail.from]),
    to: list(mail.to ?? []),
    cc: list(mail.cc ?? []),
    date: mail.date,
    messageId: mail.messageId?.replace(/^<|>$/g, ''),
    attachments: mail.attachments.map(({ content }) => sha256(Buffer.from(content as ArrayBuffer))),
  };
}

function addresses(list: readonly Partial<DisplayAddress>[]): string {
  return list.map(({ name, address }) => `${name ?? ''} <${address ?? ''}>`).join(', ');
}

function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

async function readThreeTimes(bytes: Buffer): Promise<readonly [Reading, Reading, Reading]> {
  const item = readItem(bytes, DEFAULT_ITEM_SETTINGS);
  if (!isReadable(item)) throw new Error(item.unreadable.detail);
  return [
    ours(item),
    byMailparser(await simpleParser(bytes, { skipHtmlToText: true, skipTextToHtml: true })),
    byPostalMime(await PostalMime.parse(bytes, { rfc822Attachments: true })),
  ];
}

/** Counts, over what both independent readers agree on, how often we agree too. */
async function agreement(
  mails: readonly Buffer[],
): Promise<{ readonly share: number; readonly attachmentShare: number; readonly misses: readonly string[] }> {
  let [agreed, matched, agreedAttachments, matchedAttachments] = [0, 0, 0, 0];
  const misses: string[] = [];
  for (const bytes of mails) {
    const [own, first, second] = await readThreeTimes(bytes);
    for (const field of FIELDS) {
      if (first[field] !== second[field]) continue;
      agreed++;
      if (own[field] === first[field]) matched++;
      else misses.push(`${field}: ${JSON.stringify(own[field])} instead of ${JSON.stringify(first[field])}`);
    }
    for (const attachment of first.attachments.filter((hash) => second.attachments.includes(hash) && !EXPLAINED_ATTACHMENTS.has(hash))) {
      agreedAttachments++;
      if (own.attachments.includes(attachment)) matchedAttachments++;
      else misses.push(`attachment ${attachment}`);
    }
  }
  expect(agreed).toBeGreaterThan(mails.length * 3);
  return { share: matched / agreed, attachmentShare: matchedAttachments / Math.max(1, agreedAttachments), misses };
}

describe('agreement with two independent readers', () => {
  it(
    'holds on ordinary mail',
    async () => {
      const random = new RandomSource(4_711);
      const mails = Array.from({ length: MAILS }, () => generateMail(random).bytes);

      expect(await agreement(mails)).toEqual({ share: 1, attachmentShare: 1, misses: [] });
    },
    TIME_LIMIT_IN_MS,
  );

  it(
    'holds on mail whose body was damaged',
    async () => {
      const random = new RandomSource(815);
      const mails = Array.from({ length: DAMAGED_MAILS }, () => {
        const { bytes } = generateMail(random);
        const bodyStart = bytes.indexOf('\r\n\r\n') + 4;
        return Buffer.concat([bytes.subarray(0, bodyStart), mutate(bytes.subarray(bodyStart), generateMail(random).bytes, random)]);
      });

      const { share, attachmentShare, misses } = await agreement(mails);

      expect(share).toBeGreaterThanOrEqual(0.995);
      expect(attachmentShare).toBeGreaterThanOrEqual(0.99);
      expect(misses).toEqual(EXPLAINED_MISSES);
    },
    TIME_LIMIT_IN_MS,
  );
});

import { type BodyEncoding, encodeBody, encodedWords, encodeText, extendedParameter } from '../../domain/item/corpus/mail-writer';
import type { RandomSource } from './random-source';

/** A mail and what whoever wrote it meant. */
export interface GeneratedMail {
  readonly bytes: Buffer;
  readonly subject: string;
  readonly from: GeneratedAddress;
  readonly to: readonly GeneratedAddress[];
  readonly cc: readonly GeneratedAddress[];
  readonly date: Date;
  readonly messageId: string;
  readonly text: string;
  readonly attachments: readonly GeneratedAttachment[];
}

export interface GeneratedAddress {
  readonly name: string;
  readonly address: string;
}

export interface GeneratedAttachment {
  readonly name: string;
  readonly bytes: Buffer;
}

const TEXTS = {
  'utf-8': 'Grüße aus München, Привет, 你好, שלום, مرحبا 👩‍👩‍👧‍👦 end',
  'iso-8859-1': 'Ça va très bien, señor Müller',
  'windows-1252': 'Preis: 20 € – „gut“ … naïve',
  'windows-1251': 'Съешь ещё этих мягких французских булок',
  'koi8-r': 'В чащах юга жил бы цитрус',
  shift_jis: 'こんにちは、世界。漢字かな交じり文',
  'euc-kr': '안녕하세요 세계',
  gb18030: '你好,世界。汉字',
  big5: '你好,世界。漢字',
  'us-ascii': 'Plain old text, nothing special.',
} as const;
const NAMES = ['Anna Lee', 'Sam Jones', 'Lee, Anna', 'Zoë Müller', 'Дмитрий Иванов', '山田太郎', 'O"Brien', 'Dr. A. (Bob) Smith'] as const;
const FILE_NAMES = [
  'photo.jpg',
  'Report 2025.pdf',
  'übergröße.docx',
  'фото с дачи.png',
  '写真.webp',
  'a long name with many words that needs several sections.txt',
] as const;
const DOMAINS = ['contoso.example', 'fabrikam.example', 'mail.tailspin.example'] as const;

/** One mail as ordinary software writes it, in one of many shapes. */
export function generateMail(random: RandomSource): GeneratedMail {
  const charset = random.pick(Object.keys(TEXTS) as (keyof typeof TEXTS)[]);
  const text = Array.from({ length: random.between(1, 6) }, () => TEXTS[charset].repeat(random.between(1, 3))).join('\n');
  const subjectText = `${random.pick(['Signal message from Sam to Anna', 'Re: ', ''])}${TEXTS[charset]}`;
  const attachments = Array.from({ length: random.pick([0, 0, 1, 2, 4]) }, () => ({
    name: random.pick(FILE_NAMES),
    bytes: random.bytes(random.pick([0, 1, 2, 3, 57, 1_000, 5_000])),
  }));
  const date = new Date(
    Date.UTC(
      random.between(1995, 2030),
      random.between(0, 11),
      random.between(1, 28),
      random.between(0, 23),
      random.between(0, 59),
      random.between(0, 59),
    ),
  );
  const from = randomAddress(random);
  const to = Array.from({ length: random.between(1, 4) }, () => randomAddress(random));
  const cc = Array.from({ length: random.pick([0, 0, 1, 3]) }, () => randomAddress(random));
  const messageId = `${random.between(1_600_000_000, 1_800_000_000)}000_44770090${random.between(1000, 9999)}@${random.pick(DOMAINS)}`;

  const header = [
    `From: ${writeAddress(from, random)}`,
    `To: ${to.map((address) => writeAddress(address, random)).join(random.pick([', ', ',\r\n ', ',\r\n\t']))}`,
    ...(cc.length === 0 ? [] : [`Cc: ${cc.map((address) => writeAddress(address, random)).join(', ')}`]),
    `Subject: ${charset === 'us-ascii' ? subjectText : encodedWords(subjectText, charset, random.pick(['B', 'Q']))}`,
    `Date: ${date.toUTCString().replace('GMT', random.pick(['GMT', '+0000', '-0000']))}`,
    `Message-ID: <${messageId}>`,
    'MIME-Version: 1.0',
  ];
  const body = writeBody(text, charset, attachments, random);
  return {
    bytes: Buffer.concat([Buffer.from(`${header.join('\r\n')}\r\n`), body]),
    subject: subjectText,
    from,
    to,
    cc,
    date,
    messageId,
    text,
    attachments,
  };
}

function randomAddress(random: RandomSource): GeneratedAddress {
  return { name: random.pick(NAMES), address: `user${random.between(1, 999)}@${random.pick(DOMAINS)}` };
}

function writeAddress({ name, address }: GeneratedAddress, random: RandomSource): string {
  const isPlain = /^[A-Za-z ]+$/.test(name);
  const isAscii = /^[\x20-\x7e]+$/.test(name);
  if (isPlain && random.chance(0.5)) return `${name} <${address}>`;
  return isAscii
    ? `"${name.replace(/["\\]/g, '\\$&')}" <${address}>`
    : `${encodedWords(name, 'utf-8', random.pick(['B', 'Q']), ' ')} <${address}>`;
}

function writeBody(text: string, charset: keyof typeof TEXTS, attachments: readonly GeneratedAttachment[], random: RandomSource): Buffer {
  const plain = textPart('text/plain', text, charset, random);
  const isAlternative = random.chance(0.3);
  const html = textPart('text/html', `<p>${text}</p>`, charset, random);
  const content = isAlternative ? multipart('alternative', [plain, html], random) : plain;
  if (attachments.length === 0) return content;
  return multipart('mixed', [content, ...attachments.map((attachment) => attachmentPart(attachment, random))], random);
}

function textPart(type: string, text: string, charset: keyof typeof TEXTS, random: RandomSource): Buffer {
  const encoding = random.pick<BodyEncoding>(['base64', 'quoted-printable', '8bit']);
  const bytes = encodeText(text.replaceAll('\n', '\r\n'), charset === 'us-ascii' ? 'utf-8' : charset);
  const header = `Content-Type: ${type}; charset=${random.chance(0.5) ? `"${charset}"` : charset}\r\nContent-Transfer-Encoding: ${encoding}\r\n\r\n`;
  return Buffer.concat([Buffer.from(header), encodeBody(bytes, encoding)]);
}

function attachmentPart({ name, bytes }: GeneratedAttachment, random: RandomSource): Buffer {
  const isAscii = /^[\x20-\x7e]+$/.test(name);
  const filename = isAscii && random.chance(0.7) ? `filename="${name}"` : extendedParameter('filename', name);
  const encoding = random.pick<BodyEncoding>(['base64', 'base64', 'base64', 'quoted-printable']);
  const header = `Content-Type: application/octet-stream\r\nContent-Disposition: attachment; ${filename}\r\nContent-Transfer-Encoding: ${encoding}\r\n\r\n`;
  // Quoted-printable is for text: a lone CR or LF of binary content would become a line end.
  const body =
    encoding === 'quoted-printable'
      ? Buffer.from(
          [...bytes]
            .map((byte) => `=${byte.toString(16).padStart(2, '0').toUpperCase()}`)
            .join('')
            .replace(/(.{72})/g, '$1=\r\n'),
        )
      : encodeBody(bytes, encoding);
  return Buffer.concat([Buffer.from(header), body]);
}

function multipart(subtype: string, parts: readonly Buffer[], random: RandomSource): Buffer {
  const boundary = `${random.pick(['=_', '----=_Part_', 'b', 'x-y_'])}${random.between(1, 1e9)}`;
  const pieces = parts.flatMap((part) => [Buffer.from(`\r\n--${boundary}\r\n`), part]);
  const head = `Content-Type: multipart/${subtype}; boundary="${boundary}"\r\n\r\n${random.chance(0.3) ? 'This is a multi-part message in MIME format.' : ''}`;
  return Buffer.concat([Buffer.from(head), ...pieces, Buffer.from(`\r\n--${boundary}--\r\n`)]);
}

import { randomBytes } from 'node:crypto';
import { ZipFile } from 'yazl';

export interface VendorItem {
  readonly id: string;
  readonly from: string;
  readonly to: readonly string[];
  readonly text: string;
  readonly attachments?: readonly { readonly name: string; readonly content: Buffer }[];
}

const BOUNDARY = 'part-of-an-item';
/** The same items make the same bytes, whenever they are zipped. */
const ZIPPED = new Date('2026-11-20T10:30:00Z');
const SENT = 'Fri, 20 Nov 2026 10:00:00 +0000';

/** An item as the vendor writes it, by hand: nothing of the generator or of the reader takes part. */
export function vendorItem({ id, from, to, text, attachments = [] }: VendorItem): Buffer {
  const head = [
    `From: ${from}`,
    `To: ${to.join(', ')}`,
    `Subject: Signal message ${id}`,
    `Date: ${SENT}`,
    `Message-ID: <${id}@vendor.example>`,
    'MIME-Version: 1.0',
  ];
  if (attachments.length === 0) return Buffer.from([...head, 'Content-Type: text/plain; charset=utf-8', '', text, ''].join('\r\n'));
  const parts = attachments.flatMap(({ name, content }) => [
    `--${BOUNDARY}`,
    `Content-Type: application/octet-stream; name="${name}"`,
    `Content-Disposition: attachment; filename="${name}"`,
    'Content-Transfer-Encoding: base64',
    '',
    ...(content.toString('base64').match(/.{1,76}/g) ?? []),
  ]);
  return Buffer.from(
    [
      ...head,
      `Content-Type: multipart/mixed; boundary="${BOUNDARY}"`,
      '',
      `--${BOUNDARY}`,
      'Content-Type: text/plain; charset=utf-8',
      '',
      text,
      ...parts,
      `--${BOUNDARY}--`,
      '',
    ].join('\r\n'),
  );
}

/** A ZIP with its manifest, as the vendor documents it; `count` other than the number of items makes it one to reject. */
export async function vendorZip(items: ReadonlyMap<string, Buffer>, count = items.size): Promise<Buffer> {
  const zip = new ZipFile();
  for (const [name, content] of items) zip.addBuffer(content, name, { mtime: ZIPPED });
  zip.addBuffer(Buffer.from([`Count: ${count}`, ...items.keys(), ''].join('\r\n')), 'manifest.mf', { mtime: ZIPPED });
  zip.end();
  const chunks: Buffer[] = [];
  for await (const chunk of zip.outputStream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** Bytes that no compression shrinks. */
export const noise = (bytes: number): Buffer => randomBytes(bytes);

import { closeSync, openSync, utimesSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { VolumeFiles } from './volume-files';

const LINE_BYTES = 57;
const LINES_AT_ONCE = 20_000;
const ARRIVED = new Date('2026-11-20T12:00:00Z');

/** A loose item with one attachment of this size, from the first user to the second. Answers its deliveries. */
export function writeLargeItem({ folder, day }: VolumeFiles, attachmentBytes: number): number {
  const [from, to] = day.users;
  const path = join(folder, 'large.eml');
  const file = openSync(path, 'w');
  const boundary = 'large-item-boundary';
  writeSync(
    file,
    [
      'Date: Fri, 20 Nov 2026 11:00:00 +0000',
      `From: ${from?.displayName} <${from?.mail}>`,
      `To: ${to?.displayName} <${to?.mail}>`,
      'Message-ID: <1795172400000_15550100000>',
      'Subject: A large attachment',
      'X-Source-Type: SIGNAL',
      'MIME-Version: 1.0',
      `Content-Type: multipart/mixed; boundary="${boundary}"`,
      '',
      `--${boundary}`,
      'Content-Type: text/plain; charset=UTF-8',
      '',
      'See attached.',
      `--${boundary}`,
      'Content-Type: application/octet-stream; name="large.bin"',
      'Content-Transfer-Encoding: base64',
      'Content-Disposition: attachment; filename="large.bin"',
      '',
      '',
    ].join('\r\n'),
  );
  const line = `${Buffer.alloc(LINE_BYTES, 'signal archive ').toString('base64')}\r\n`;
  const lines = Math.floor(attachmentBytes / LINE_BYTES);
  for (let written = 0; written < lines; written += LINES_AT_ONCE) writeSync(file, line.repeat(Math.min(LINES_AT_ONCE, lines - written)));
  writeSync(file, `--${boundary}--\r\n`);
  closeSync(file);
  utimesSync(path, ARRIVED, ARRIVED);
  return 2;
}

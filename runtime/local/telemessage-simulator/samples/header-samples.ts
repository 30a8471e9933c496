import { type Header, writeEml } from '../synthetic/mime-writer';
import type { PackageFile } from '../synthetic/package-writer';
import { shownParticipant, textPart, vendorHeaders } from '../synthetic/vendor-item';
import { item, type Sample, stranger, told } from './sample';

/** An item of nora's phone whose headers were changed by hand. */
function withHeaders(name: string, change: (headers: readonly Header[]) => readonly Header[]): PackageFile {
  const message = told({ from: 'nora', to: ['lukas'], text: `Headers: ${name}` });
  return { name: `${name}.eml`, content: writeEml(change(vendorHeaders(message, message.sender, 1)), textPart(message.text)) };
}

const without = (left: string) => (headers: readonly Header[]) => headers.filter(([name]) => name !== left);
const replaced = (which: string, value: string) => (headers: readonly Header[]) =>
  headers.map(([name, old]) => [name, name === which ? value : old] as const);

const CROWD = Array.from({ length: 300 }, (_none, index) =>
  shownParticipant(stranger('Guest', `Number ${index + 1}`, String(15_550_100_000 + index), `guest${index + 1}@fabrikam.example`), 1),
);

/** Missing, repeated, long and absurd headers. */
export const HEADER_SAMPLES: readonly Sample[] = [
  {
    number: 17,
    name: 'missing-and-repeated-headers',
    what: 'no subject, no date, no message id, repeated headers, 300 recipients folded and in one line of over 998 characters',
    files: () => [
      withHeaders('no-subject', without('Subject')),
      withHeaders('no-date', without('Date')),
      withHeaders('no-message-id', without('Message-ID')),
      withHeaders('repeated', (headers) => [
        ...headers,
        ['Subject', 'Another subject'],
        ['Message-ID', '<1_2>'],
        ['Date', 'Thu, 1 Jan 2026 00:00:00 +0000'],
      ]),
      withHeaders('folded-recipients', replaced('To', CROWD.join(',\r\n '))),
      withHeaders('one-long-line', replaced('To', CROWD.join(', '))),
    ],
  },
  {
    number: 18,
    name: 'dates',
    what: 'year 57300, 1970, a day ahead, the hour that a clock change repeats, the edges of a day, another zone',
    files: () =>
      (
        [
          ['year-57300', 'Sun, 03 Jun 57300 18:46:03 +0000'],
          ['year-1970', 'Thu, 01 Jan 1970 00:00:12 +0000'],
          ['a-day-ahead', 'Sat, 21 Nov 2026 09:00:00 +0000'],
          ['clock-change-first', 'Sun, 25 Oct 2026 01:30:00 +0100'],
          ['clock-change-second', 'Sun, 25 Oct 2026 01:30:00 +0000'],
          ['last-second', 'Thu, 19 Nov 2026 23:59:59 +0000'],
          ['first-second', 'Fri, 20 Nov 2026 00:00:00 +0000'],
          ['half-hour-zone', 'Fri, 20 Nov 2026 14:30:00 +0530'],
        ] as const
      ).map(([name, date]) => withHeaders(name, replaced('Date', date))),
  },
  {
    number: 29,
    name: 'other-archivers',
    what: 'WhatsApp and Android items in the same feed, beside a Signal item: held, never filed under Signal silently',
    files: () => [
      withHeaders('whatsapp', (headers) =>
        replaced('Subject', 'WhatsApp message from Nora Byrne to Lukas Weber')(replaced('X-Source-Type', 'WHATSAPP_ARCHIVER')(headers)),
      ),
      withHeaders('whatsapp-subject-only', (headers) =>
        replaced('Subject', 'WhatsApp message from Nora Byrne to Lukas Weber')(without('X-Source-Type')(headers)),
      ),
      withHeaders('sms', (headers) =>
        replaced('Subject', 'SMS message from Nora Byrne to Lukas Weber')(replaced('X-Source-Type', 'WIRELESS_COPY')(headers)),
      ),
      item('signal', { from: 'nora', to: ['lukas'], text: 'This one is ours.' }),
    ],
  },
];

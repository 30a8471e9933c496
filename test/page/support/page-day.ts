import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { headerDate, headerText } from '../../../runtime/local/telemessage-simulator/synthetic/header-encoding';
import { writeEml } from '../../../runtime/local/telemessage-simulator/synthetic/mime-writer';
import { type PackageFile, vendorZip } from '../../../runtime/local/telemessage-simulator/synthetic/package-writer';
import { personOf } from '../../../runtime/local/telemessage-simulator/synthetic/people';
import { filePart, shownParticipant, textPart } from '../../../runtime/local/telemessage-simulator/synthetic/vendor-item';
import { writeApiDay } from '../../e2e/support/api-day';

/** Runs when a page takes it for markup; what it does is looked for on every page. */
export const SCRIPT = '<img src=x onerror=window.pwned=1>';
const CLOSING_SCRIPT = '"><script>window.pwned=1</script>';

/** Nobody's: in no row, without an address. */
export const STRANGER = '447700900199';
/** Of ours, in no row: what is sent with it waits for a mapping. */
export const UNMAPPED = { number: '447700900198', mailbox: 'aisha.rahman@contoso.example' };

/** The day of the API tests, and people, groups, files and packages whose names try to run a script. */
export function writePageDay(folder: string): { readonly source: string; readonly mapping: string } {
  const day = writeApiDay(folder);
  const at = new Date('2026-11-20T21:00:00Z');
  const { content } = vendorZip([hostileItem(at), unmappedItem(at)], at, 12);
  mkdirSync(day.source, { recursive: true });
  writeFileSync(join(day.source, `202611200000-TeleMessage_12_${SCRIPT}.zip`), content);
  return day;
}

function hostileItem(at: Date): PackageFile {
  const maya = personOf('maya');
  const id = `${at.getTime()}_${maya.phone}`;
  const content = writeEml(
    [
      ['Date', headerDate(at)],
      ['From', shownParticipant(maya, 1)],
      ['To', `"${SCRIPT} ${STRANGER}" <>, "${SCRIPT}" <>`],
      ['Message-ID', `<${id}>`],
      ['Subject', headerText(`Signal message in ${CLOSING_SCRIPT}`)],
      ['X-Source-Type', 'SIGNAL'],
      ['X-Group-Id', SCRIPT],
    ],
    {
      contentType: 'multipart/mixed',
      boundary: `b-${id}`,
      parts: [
        textPart(CLOSING_SCRIPT),
        filePart({ name: `${SCRIPT}.txt`, contentType: 'text/plain', content: Buffer.from(CLOSING_SCRIPT) }),
      ],
    },
  );
  return { name: `${id}.eml`, content };
}

/** The address beside the number is of our domain and nobody's. */
function unmappedItem(at: Date): PackageFile {
  const maya = personOf('maya');
  const id = `${at.getTime() + 1_000}_${UNMAPPED.number}`;
  const content = writeEml(
    [
      ['Date', headerDate(at)],
      ['From', `Hanna Fischer ${UNMAPPED.number} <nobody.here@contoso.example>`],
      ['To', shownParticipant(maya, 1)],
      ['Message-ID', `<${id}>`],
      ['Subject', 'Signal message for the day of the administrator'],
      ['X-Source-Type', 'SIGNAL'],
      ['X-Message-Type', 'app-message'],
    ],
    textPart('It waits for a row of the mapping.'),
  );
  return { name: `${id}.eml`, content };
}

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { headerDate } from '../../../runtime/local/telemessage-simulator/synthetic/header-encoding';
import { writeEml } from '../../../runtime/local/telemessage-simulator/synthetic/mime-writer';
import { manifestText, type PackageFile, vendorZip } from '../../../runtime/local/telemessage-simulator/synthetic/package-writer';
import { PEOPLE, personOf } from '../../../runtime/local/telemessage-simulator/synthetic/people';
import { SeededRandom } from '../../../runtime/local/telemessage-simulator/synthetic/seeded-random';
import { syntheticDay } from '../../../runtime/local/telemessage-simulator/synthetic/synthetic-day';
import { damagedItem, whatsAppItem } from '../../../runtime/local/telemessage-simulator/synthetic/unusual-items';
import { filePart, shownParticipant, textPart } from '../../../runtime/local/telemessage-simulator/synthetic/vendor-item';
import { zipBytes } from '../../../runtime/local/telemessage-simulator/synthetic/zip-writer';

/** Stands in subjects, texts and attachments of the day's items, and must stand in no answer. */
export const CANARY = 'kanarienvogel';

/** Numbers that a Reader must not see in full: everybody's who is ours or should be, and strangers'. */
export const FULL_NUMBERS: readonly string[] = PEOPLE.flatMap(({ phone }) => (phone === undefined ? [] : [phone]));

/** A tiny day as files, with one of everything that is held: no mailbox, another archiver's, damaged, a package without all its items. */
export function writeApiDay(folder: string): { readonly source: string; readonly mapping: string } {
  const day = syntheticDay(1, '2026-11-20', 'tiny');
  const at = new Date('2026-11-20T20:00:00Z');
  const extras = [
    ...day.packages,
    vendorZip([whatsAppItem(at), canaryItem('hannah', 'ben', at), canaryItem('owen', 'crane', at)], at, 7),
    vendorZip([damagedItem(at, new SeededRandom(1, 'damaged'))], at, 8),
    incomplete(canaryItem('maya', 'james', new Date(at.getTime() + 1_000)), at),
  ];
  const source = join(folder, 'source');
  mkdirSync(source, { recursive: true });
  for (const { name, content } of extras) writeFileSync(join(source, name), content);
  const mapping = join(folder, 'mapping.csv');
  writeFileSync(mapping, day.mapping);
  return { source, mapping };
}

function canaryItem(from: string, to: string, at: Date): PackageFile {
  const [sender, recipient] = [personOf(from), personOf(to)];
  const id = `${at.getTime() + (sender.phone?.length ?? 0)}_${sender.phone}`;
  const content = writeEml(
    [
      ['Date', headerDate(at)],
      ['From', shownParticipant(sender, 1)],
      ['To', shownParticipant(recipient, 1)],
      ['Message-ID', `<${id}>`],
      ['Subject', `Subject ${CANARY}`],
      ['X-Source-Type', 'SIGNAL'],
      ['X-Message-Type', 'app-message'],
    ],
    {
      contentType: 'multipart/mixed',
      boundary: `b-${id}`,
      parts: [textPart(`Text ${CANARY}`), filePart({ name: `${CANARY}.txt`, contentType: 'text/plain', content: Buffer.from(CANARY) })],
    },
  );
  return { name: `${id}.eml`, content };
}

/** Its manifest promises an item that is not there. */
function incomplete(item: PackageFile, at: Date): { readonly name: string; readonly content: Buffer } {
  const { name } = vendorZip([], at, 9);
  const manifest = manifestText([item.name, `${at.getTime() + 2_000}_447700900143.eml`]);
  return { name, content: zipBytes([item, { name: name.replace(/\.zip$/, '.mf'), content: Buffer.from(manifest) }], at) };
}

import { headerDate } from './header-encoding';
import { writeEml } from './mime-writer';
import type { PackageFile } from './package-writer';
import { personOf } from './people';
import type { SeededRandom } from './seeded-random';
import { shownParticipant, textPart } from './vendor-item';

/** Bytes that are no mail at all: the item is kept and held as `quarantined`. */
export function damagedItem(at: Date, random: SeededRandom): PackageFile {
  return { name: `${at.getTime()}_447700900121-damaged.eml`, content: Buffer.concat([Buffer.alloc(16), random.bytes(600)]) };
}

/** An item of another archiver in the same feed: held as `other-archiver`, never filed under Signal. */
export function whatsAppItem(at: Date): PackageFile {
  const sender = personOf('hannah');
  const recipient = personOf('ben');
  const id = `${at.getTime()}_${sender.phone}`;
  const content = writeEml(
    [
      ['Date', headerDate(at)],
      ['From', shownParticipant(sender, 1)],
      ['To', shownParticipant(recipient, 1)],
      ['Message-ID', `<${id}>`],
      ['Subject', 'WhatsApp message from Hannah Fischer to Ben Carter'],
      ['X-Source-Type', 'WHATSAPP_ARCHIVER'],
      ['X-Message-Type', 'app-message'],
    ],
    textPart('The customer only writes on the green app, I asked him to move over.'),
  );
  return { name: `${id}-whatsapp.eml`, content };
}

import { contactCard, plainPdf } from './files/document';
import { mosaicJpeg } from './files/jpeg';
import { toneWav } from './files/sound';
import { plainSticker } from './files/sticker';
import { personOf } from './people';
import type { SeededRandom } from './seeded-random';
import type { MessageFile } from './signal-message';

const PHOTO_SIZES = [
  [320, 240],
  [400, 300],
  [240, 320],
] as const;
const STICKER_PIXELS = 256;

/** The file that comes with a line `(photo)`, `(voice 6)`, `(sticker)`, `(pdf name)` or `(contact person)`; undefined for other lines. */
export function fileOf(action: readonly string[], messageId: string, random: SeededRandom): MessageFile | undefined {
  const [kind, detail = ''] = action;
  const named = (ending: string) => `V1_Signal_${random.between(1_000, 99_999)}_${messageId}.${ending}`;
  switch (kind) {
    case 'photo': {
      const [width, height] = random.pick(PHOTO_SIZES);
      return { name: named('jpg'), contentType: 'image/jpeg', content: mosaicJpeg(random, width, height) };
    }
    case 'voice':
      return { name: named('wav'), contentType: 'audio/wav', content: toneWav(random, Number(detail)) };
    case 'sticker':
      return { name: named('webp'), contentType: 'image/webp', content: plainSticker(random, STICKER_PIXELS, STICKER_PIXELS) };
    case 'pdf':
      return { name: named('pdf'), contentType: 'application/pdf', content: plainPdf([detail, 'Page 1 of 1']) };
    case 'contact': {
      const { firstName, lastName, phone = '' } = personOf(detail);
      return {
        name: `${firstName}_${lastName}.vcf`,
        contentType: 'text/x-vcard',
        content: contactCard(firstName, lastName, phone),
      };
    }
    default:
      return undefined;
  }
}

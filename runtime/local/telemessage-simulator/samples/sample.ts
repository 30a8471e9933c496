import type { PackageFile } from '../synthetic/package-writer';
import type { ParticipantFormat } from '../synthetic/participant-format';
import { type Person, personOf } from '../synthetic/people';
import { SeededRandom } from '../synthetic/seeded-random';
import type { MessageFile, SignalMessage } from '../synthetic/signal-message';
import { writeVendorItem } from '../synthetic/vendor-item';
import { messageSubject } from '../synthetic/vendor-text';

/** One oddity of the list in source-telemessage.md, section 7 (facts), as files that show it. */
export interface Sample {
  /** Number in that list. */
  readonly number: number;
  /** kebab-case; with the number the name of its folder in test/fixtures/samples. */
  readonly name: string;
  readonly what: string;
  /** Too large for the repository: made when a test asks for it. */
  readonly isHuge?: boolean;
  readonly files: () => readonly PackageFile[];
}

/** Every sample draws from this seed. */
export const SAMPLE_SEED = 20_261_120;

export function sampleRandom(label: string): SeededRandom {
  return new SeededRandom(SAMPLE_SEED, `sample/${label}`);
}

export const NINE = new Date('2026-11-20T09:00:00.123Z');
const SECOND_IN_MS = 1000;

/** What a test tells of a message; the rest is as usual. */
export interface Told {
  readonly from: Person | string;
  readonly to: readonly (Person | string)[];
  readonly group?: string;
  readonly text?: string;
  readonly at?: Date;
  readonly id?: string;
  readonly subject?: string;
  readonly kind?: SignalMessage['kind'];
  readonly context?: string;
  readonly files?: readonly MessageFile[];
}

/** A message as the vendor would have it. */
export function told(message: Told): SignalMessage {
  const person = (who: Person | string) => (typeof who === 'string' ? personOf(who) : who);
  const sender = person(message.from);
  const at = message.at ?? NINE;
  const chat = { key: message.group ?? 'pair', groupName: message.group, members: [sender, ...message.to.map(person)] };
  return {
    kind: message.kind ?? 'message',
    chat,
    sender,
    id: message.id ?? `${at.getTime()}_${sender.phone ?? '0'}`,
    sentAt: new Date(Math.floor(at.getTime() / SECOND_IN_MS) * SECOND_IN_MS),
    arrivedAt: new Date(at.getTime() + 4 * SECOND_IN_MS),
    subject: message.subject ?? messageSubject(sender, chat),
    text: message.text ?? 'Morning! Is the boat at seven or at half past?',
    files: message.files ?? [],
    context: message.context ?? 'app-message',
  };
}

/** The item of the sender's phone, or of `owner`'s. */
export function item(name: string, message: Told, owner?: Person | string, format: ParticipantFormat = 1): PackageFile {
  const whole = told(message);
  const recorder = owner === undefined ? whole.sender : typeof owner === 'string' ? personOf(owner) : owner;
  return { name: `${name}.eml`, content: writeVendorItem(whole, recorder, format) };
}

export function textFile(name: string, text: string): PackageFile {
  return { name, content: Buffer.from(text, 'utf8') };
}

/** Somebody who only occurs in samples. */
export function stranger(firstName: string, lastName: string, phone: string | undefined, address?: string): Person {
  const state = address === undefined ? 'unresolved' : 'external';
  return {
    key: `${firstName}-${lastName}`.toLowerCase(),
    firstName,
    lastName,
    phone,
    address,
    isRecorded: false,
    row: undefined,
    standing: { state },
  };
}

import { createHash } from 'node:crypto';
import type { PackageFile } from './package-writer';
import type { ParticipantFormat } from './participant-format';
import type { Person } from './people';
import type { SignalMessage } from './signal-message';
import { writeVendorItem } from './vendor-item';

/** One item: a message as one recording phone handed it in. */
export interface Capture {
  readonly message: SignalMessage;
  readonly owner: Person;
  readonly format: ParticipantFormat;
  readonly file: PackageFile;
  /** SHA-256 of the bytes, hex. */
  readonly itemId: string;
}

export function captureOf(message: SignalMessage, owner: Person, format: ParticipantFormat): Capture {
  const content = writeVendorItem(message, owner, format);
  const name = `${message.id}-${owner.phone ?? owner.key}.eml`;
  return { message, owner, format, file: { name, content }, itemId: createHash('sha256').update(content).digest('hex') };
}

/** One item for every recording phone in the chat; where none records, the first of the organisation's own does. */
export function capturesOf(message: SignalMessage, format: ParticipantFormat): readonly Capture[] {
  const { members } = message.chat;
  const recording = members.filter((member) => member.isRecorded);
  const owners = recording.length > 0 ? recording : members.filter(({ standing }) => standing.state !== 'external').slice(0, 1);
  return owners.map((owner) => captureOf(message, owner, format));
}

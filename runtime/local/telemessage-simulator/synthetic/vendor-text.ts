import { fullName, type Person } from './people';
import type { Chat } from './signal-message';

/** Texts as the vendor's client writes them (fact sheet 2.1: seen in the published client; the server's output is not verified). */

export type ReadState = 'READ' | 'UNREAD' | 'UNKNOWN';

export function messageSubject(sender: Person, chat: Chat): string {
  if (chat.groupName !== undefined) return `Signal message from ${fullName(sender)} to chat group ${chat.groupName}`;
  const other = chat.members.find((member) => member !== sender) ?? sender;
  return `Signal message from ${fullName(sender)} to ${fullName(other)}`;
}

/** The wording of call items is not published: an assumption in the style of the message subjects. */
export function callSubject(sender: Person, chat: Chat): string {
  return messageSubject(sender, chat).replace('Signal message', 'Signal call');
}

/** In groups the vendor does not know who has read. */
export function readState(chat: Chat): ReadState {
  return chat.groupName === undefined ? 'READ' : 'UNKNOWN';
}

export function deletedSubject(subject: string, state: ReadState, scope: 'All' | 'Me' = 'All'): string {
  return `DELETED For ${scope} ${state} ${subject}`;
}

export function deletedText(subject: string, originalId: string, originalText: string, fileNames: readonly string[]): string {
  const files = fileNames.length === 0 ? '' : `\nFiles:\n${fileNames.join('\n')}`;
  return `${subject}\n\nOriginal Message (Msg ID - ${originalId})\n\n${originalText}${files}`;
}

export function editedSubject(subject: string, state: ReadState): string {
  return `EDIT ${state} ${subject}`;
}

export interface Edit {
  readonly originalId: string;
  readonly editId: string;
  readonly lastEditId: string;
  readonly previousText: string;
  readonly editedText: string;
}

export function editedText(edit: Edit): string {
  return [
    `Original Message ID: ${edit.originalId}`,
    `Edit ID - ${edit.editId}`,
    `Last Edit ID - ${edit.lastEditId}`,
    'Previous Text:',
    edit.previousText,
    'Edited Text:',
    edit.editedText,
  ].join('\n');
}

/** 1 incoming, 2 outgoing, 3 missed, 4 busy, 5 rejected, 8 missed outgoing, 9 rejected outgoing. */
export type CallStatus = number;

export interface Call {
  readonly callId: string;
  readonly recipient: Person;
  readonly status: CallStatus;
  readonly startedAt: Date;
  readonly seconds: number;
}

export function callText(call: Call): string {
  const endedAt = new Date(call.startedAt.getTime() + call.seconds * 1000);
  return [
    `Call ID: ${call.callId}`,
    `Recipient: ${call.recipient.phone ?? 'UNKNOWN'}`,
    `Call status: ${call.status}`,
    `Start time: ${vendorTime(call.startedAt)}`,
    `End time: ${vendorTime(endedAt)}`,
  ].join('\n');
}

/** `yyyy-MM-dd'T'HH:mm:ss'Z'` */
export function vendorTime(time: Date): string {
  return `${time.toISOString().slice(0, 19)}Z`;
}

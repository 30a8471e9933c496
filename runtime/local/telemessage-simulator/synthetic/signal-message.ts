import type { Person } from './people';

/** A file that came with a message; its bytes are made when the item is written. */
export interface MessageFile {
  /** The vendor's name `V1_Signal_<attachment id>_<message id>.<ending>`; the user's own name is lost on the phone. */
  readonly name: string;
  readonly contentType: string;
  readonly content: Buffer;
}

export interface Chat {
  readonly key: string;
  /** Undefined for a conversation of two. */
  readonly groupName: string | undefined;
  readonly members: readonly Person[];
}

export type MessageKind = 'message' | 'call' | 'deleted' | 'edited';

/** One Signal communication, as every recording phone saw it. */
export interface SignalMessage {
  readonly kind: MessageKind;
  readonly chat: Chat;
  readonly sender: Person;
  /** `<sent millis>_<sender digits>`, with `EDIT-` or `DELETE_FOR_ALL-` before it for a companion. */
  readonly id: string;
  readonly sentAt: Date;
  /** When the phones reached the vendor; later than `sentAt` for a phone that was offline. */
  readonly arrivedAt: Date;
  readonly subject: string;
  /** LF line ends, no line end at the end. */
  readonly text: string;
  readonly files: readonly MessageFile[];
  /** The vendor's message context, e.g. `app-message`, `call-log`, `event`. */
  readonly context: string;
}

/** Everybody else in the chat. */
export function recipientsOf(message: SignalMessage): readonly Person[] {
  return message.chat.members.filter((member) => member !== message.sender);
}

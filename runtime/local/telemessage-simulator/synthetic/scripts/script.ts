/**
 * A conversation as it is written down. One line is one message: `09:12 maya: text`, `maya: text`, or with what came along in brackets:
 * `maya (photo): text`, `(voice 6)` seconds, `(sticker)`, `(pdf name)`, `(contact person)`, `(video-note)`, `(call answered 252)`,
 * `(call missed)`, `(edit)` and `(delete)` of the sender's message before. `{word}` is drawn from `slots`; `\n` is a line end.
 */
export interface Script {
  readonly key: string;
  /** Keys of people; two make a conversation, more a group. */
  readonly members: readonly string[];
  readonly group?: string;
  readonly slots?: Readonly<Record<string, readonly string[]>>;
  readonly lines: string;
}

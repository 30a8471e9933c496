import { fileOf } from './message-files';
import { type Person, personOf } from './people';
import { readScript, type ScriptLine } from './read-script';
import type { Script } from './scripts/script';
import type { SeededRandom } from './seeded-random';
import type { Chat, SignalMessage } from './signal-message';
import { callSubject, callText, deletedSubject, deletedText, editedSubject, editedText, messageSubject, readState } from './vendor-text';

const MINUTE_IN_MS = 60_000;
const SECOND_IN_MS = 1_000;
/** Conversations without a time of their own begin in office hours. */
const FIRST_MINUTE = 8 * 60;
const LAST_MINUTE = 16 * 60;
/** The vendor has a message a few seconds after it was sent. */
const TRANSIT_IN_MS = 4 * SECOND_IN_MS;

/** Who plays a person on that day; must give the same object each time. */
export type Cast = (key: string) => Person;

/** Lets a script happen on a day: every line becomes one message with its id, times, subject, text and files. */
export function stageConversation(script: Script, midnight: Date, random: SeededRandom, cast: Cast = personOf): readonly SignalMessage[] {
  const chat: Chat = { key: script.key, groupName: script.group, members: script.members.map(cast) };
  const stage = new Stage(chat, midnight, random, cast);
  for (const line of readScript(script, random.fork('slots'))) stage.play(line);
  return stage.messages;
}

class Stage {
  readonly messages: SignalMessage[] = [];
  private now: number;

  constructor(
    private readonly chat: Chat,
    private readonly midnight: Date,
    private readonly random: SeededRandom,
    private readonly cast: Cast,
  ) {
    this.now = midnight.getTime() + random.between(FIRST_MINUTE, LAST_MINUTE) * MINUTE_IN_MS;
  }

  play(line: ScriptLine): void {
    this.moveTime(line);
    const sender = this.cast(line.who);
    const [action] = line.action;
    if (action === 'edit') this.edit(sender, line.text);
    else if (action === 'delete') this.delete(sender);
    else if (action === 'call') this.call(sender, line);
    else this.write(sender, line);
  }

  private moveTime(line: ScriptLine): void {
    const pause = this.random.between(9, 140) * SECOND_IN_MS + this.random.between(0, SECOND_IN_MS);
    const stated = line.minute === undefined ? 0 : this.midnight.getTime() + line.minute * MINUTE_IN_MS + (pause % MINUTE_IN_MS);
    const isFirst = this.messages.length === 0;
    this.now = isFirst && stated > 0 ? stated : Math.max(stated, this.now + pause);
  }

  private write(sender: Person, line: ScriptLine): void {
    const id = this.newId(sender);
    const file = fileOf(line.action, id, this.random);
    const isLocation = line.action[0] === 'location';
    const place = `https://maps.example/?q=${(this.random.between(36_900, 58_600) / 1000).toFixed(3)},-${(this.random.between(1_200, 9_100) / 1000).toFixed(3)}`;
    this.add(sender, {
      id,
      kind: 'message',
      subject: messageSubject(sender, this.chat),
      text: isLocation ? `${line.text}\n${place}` : line.text,
      files: file === undefined ? [] : [file],
      context: file === undefined ? 'app-message' : 'multimedia-message',
    });
  }

  private edit(sender: Person, newText: string): void {
    const original = this.lastOf(sender);
    const id = `EDIT-${this.newId(sender)}`;
    const edit = { originalId: original.id, editId: id, lastEditId: original.id, previousText: original.text, editedText: newText };
    this.add(sender, {
      id,
      kind: 'edited',
      subject: editedSubject(original.subject, readState(this.chat)),
      text: editedText(edit),
      files: [],
      context: 'event',
    });
  }

  private delete(sender: Person): void {
    const original = this.lastOf(sender);
    const subject = deletedSubject(original.subject, readState(this.chat));
    const fileNames = original.files.map((file) => file.name);
    this.add(sender, {
      id: `DELETE_FOR_ALL-${original.id}`,
      kind: 'deleted',
      subject,
      text: deletedText(subject, original.id, original.text, fileNames),
      files: [],
      context: 'event',
    });
  }

  private call(sender: Person, line: ScriptLine): void {
    const [, how, seconds = '0'] = line.action;
    const recipient = this.chat.members.find((member) => member !== sender) ?? sender;
    const id = this.newId(sender);
    const status = how === 'answered' ? 2 : 8;
    const call = { callId: this.random.hex(12), recipient, status, startedAt: new Date(this.now), seconds: Number(seconds) };
    const subject = callSubject(sender, this.chat);
    this.add(sender, { id, kind: 'call', subject, text: callText(call), files: [], context: 'voice-call' });
    this.now += Number(seconds) * SECOND_IN_MS;
  }

  private add(sender: Person, message: Omit<SignalMessage, 'chat' | 'sender' | 'sentAt' | 'arrivedAt'>): void {
    const sentAt = new Date(Math.floor(this.now / SECOND_IN_MS) * SECOND_IN_MS);
    this.messages.push({ ...message, chat: this.chat, sender, sentAt, arrivedAt: new Date(this.now + TRANSIT_IN_MS) });
  }

  private newId(sender: Person): string {
    return `${this.now}_${sender.phone ?? '0'}`;
  }

  private lastOf(sender: Person): SignalMessage {
    const last = this.messages.findLast((message) => message.sender === sender && message.kind === 'message');
    if (last === undefined) throw new SyntaxError(`${this.chat.key}: '${sender.key}' edits or deletes before writing anything`);
    return last;
  }
}

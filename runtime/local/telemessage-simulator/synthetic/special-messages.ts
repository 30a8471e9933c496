import { toneWav } from './files/sound';
import { personOf } from './people';
import { OPERATIONS } from './scripts/operations';
import type { Script } from './scripts/script';
import type { SeededRandom } from './seeded-random';
import type { Chat, SignalMessage } from './signal-message';
import { stageConversation } from './stage-conversation';
import { callSubject, callText } from './vendor-text';

const DAY_IN_MS = 24 * 60 * 60 * 1000;
const HOUR_IN_MS = 60 * 60 * 1000;
const RECORDING_SECONDS = 512;
const DAYS_LATE = 9;
/** A phone whose clock was reset: 12 s after the epoch. */
const RESET_CLOCK = new Date(12_000);

/** A recorded call of about 4 MB: its attachment needs an upload session. */
export function longRecording(midnight: Date, random: SeededRandom): SignalMessage {
  const sender = personOf('ravi');
  const recipient = personOf('desk');
  const chat: Chat = { key: 'radio-test', groupName: undefined, members: [sender, recipient] };
  const startedAt = new Date(midnight.getTime() + 14.4 * HOUR_IN_MS);
  const id = `${startedAt.getTime()}_${sender.phone}`;
  const name = `V1_Signal_${random.fork('recording').between(1_000, 99_999)}_${id}.wav`;
  return {
    kind: 'call',
    chat,
    sender,
    id,
    sentAt: startedAt,
    arrivedAt: new Date(startedAt.getTime() + RECORDING_SECONDS * 1000),
    subject: callSubject(sender, chat),
    text: callText({ callId: random.fork('call').hex(12), recipient, status: 2, startedAt, seconds: RECORDING_SECONDS }),
    files: [{ name, contentType: 'audio/wav', content: toneWav(random.fork('tone'), RECORDING_SECONDS) }],
    context: 'voice-call',
  };
}

/** A phone that was offline for nine days hands in what it kept, newest first. */
export function lateConversation(midnight: Date, random: SeededRandom): readonly SignalMessage[] {
  const then = new Date(midnight.getTime() - DAYS_LATE * DAY_IN_MS);
  const messages = stageConversation(scriptNamed(OPERATIONS, 'bird-survey'), then, random.fork('late'));
  const online = midnight.getTime() + 9 * HOUR_IN_MS;
  return messages.toReversed().map((message, index) => ({ ...message, arrivedAt: new Date(online + index * 1000) }));
}

/** Gives one message of the crew's joke about a glove, or else of the first conversation, an absurd time. */
export function withWrongClock(messages: readonly SignalMessage[]): readonly SignalMessage[] {
  const wrong = messages.findIndex((message) => message.chat.key === 'lost-glove');
  return messages.map((message, index) => (index === Math.max(0, wrong) ? { ...message, sentAt: RESET_CLOCK } : message));
}

function scriptNamed(scripts: readonly Script[], key: string): Script {
  const script = scripts.find((candidate) => candidate.key === key);
  if (script === undefined) throw new RangeError(`There is no script '${key}'`);
  return script;
}

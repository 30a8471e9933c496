import { toneWav } from '../synthetic/files/sound';
import { packageName, vendorZip } from '../synthetic/package-writer';
import { callSubject, callText, deletedSubject, deletedText, editedSubject, editedText, type ReadState } from '../synthetic/vendor-text';
import { item, NINE, type Sample, sampleRandom, type Told, told } from './sample';

const MINUTE_IN_MS = 60_000;
const DAY_IN_MS = 24 * 60 * MINUTE_IN_MS;

const ORIGINAL: Told = { from: 'daniel', to: ['priya'], text: 'Table for two at one?' };
const GROUP_ORIGINAL: Told = { from: 'daniel', to: ['priya', 'tomas'], group: 'Desk open', text: 'Table for two at one?' };

function deletion(original: Told, state: ReadState, scope: 'All' | 'Me' = 'All', hasDash = false): Told {
  const { id, subject, text } = told(original);
  const prefixed = deletedSubject(subject, state, scope);
  const spelled = hasDash ? prefixed.replace(` ${state} `, ` – ${state} `) : prefixed;
  const prefix = scope === 'All' ? 'DELETE_FOR_ALL' : 'DELETE_FOR_ME';
  const at = new Date(NINE.getTime() + MINUTE_IN_MS);
  return {
    ...original,
    id: `${prefix}-${id}`,
    subject: spelled,
    text: deletedText(spelled, id, text, []),
    kind: 'deleted',
    context: 'event',
    at,
  };
}

function edit(original: Told, number: number, previousText: string, newText: string): Told {
  const { id, subject } = told(original);
  const at = new Date(NINE.getTime() + number * MINUTE_IN_MS);
  const editId = (edition: number) => `EDIT-${NINE.getTime() + edition * MINUTE_IN_MS}_447700900113`;
  const lastEditId = number === 1 ? id : editId(number - 1);
  const text = editedText({ originalId: id, editId: editId(number), lastEditId, previousText, editedText: newText });
  return { ...original, id: editId(number), subject: editedSubject(subject, 'READ'), text, kind: 'edited', context: 'event', at };
}

function call(status: number, seconds: number, context = 'voice-call'): Told {
  const whole = told({ from: 'ravi', to: ['henrik'] });
  const recipient = whole.chat.members[1] ?? whole.sender;
  const text = callText({ callId: `call-${status}`, recipient, status, startedAt: NINE, seconds });
  const at = new Date(NINE.getTime() + status * MINUTE_IN_MS);
  return { from: 'ravi', to: ['henrik'], at, subject: callSubject(whole.sender, whole.chat), text, kind: 'call', context };
}

/** Companions of messages, and calls. */
export const EVENT_SAMPLES: readonly Sample[] = [
  {
    number: 9,
    name: 'deleted',
    what: 'an original and its deletions: for everyone, with the older en dash, for me only, and in a group, where nobody knows who has read',
    files: () => [
      item('original', ORIGINAL),
      item('for-all-read', deletion(ORIGINAL, 'READ')),
      item('for-all-dash-unread', deletion(ORIGINAL, 'UNREAD', 'All', true)),
      item('for-me', deletion(ORIGINAL, 'READ', 'Me'), 'priya'),
      item('group-original', GROUP_ORIGINAL, 'priya'),
      item('group-unknown', deletion(GROUP_ORIGINAL, 'UNKNOWN'), 'priya'),
    ],
  },
  {
    number: 10,
    name: 'edited-twice',
    what: 'an original and two edits, each with the text before and after; all three are kept',
    files: () => {
      const original: Told = { from: 'daniel', to: ['priya'], text: 'Closed at 5420.' };
      return [
        item('original', original),
        item('edit-1', edit(original, 1, 'Closed at 5420.', 'Closed at 54.02.')),
        item('edit-2', edit(original, 2, 'Closed at 54.02.', 'Closed at 54.20.')),
      ];
    },
  },
  {
    number: 11,
    name: 'deletion-before-original',
    what: 'the deletion arrives a day before its original; and a deletion whose original never comes',
    files: () => {
      const later = new Date(NINE.getTime() + DAY_IN_MS);
      const orphan: Told = { from: 'leo', to: ['marek'], at: new Date(NINE.getTime() - DAY_IN_MS), text: 'Never mind.' };
      const zips = [
        vendorZip([item('deletion', deletion(ORIGINAL, 'UNREAD'))], NINE, 1),
        vendorZip([item('original', ORIGINAL)], later, 1),
      ];
      return [...zips.map(({ name, content }) => ({ name, content })), item('orphan', deletion(orphan, 'READ'))];
    },
  },
  {
    number: 14,
    name: 'calls',
    what: 'calls: incoming, outgoing, missed, busy, rejected, a video call with a recording, and a status that nobody knows',
    files: () => {
      const recording = {
        name: `V1_Signal_77_${NINE.getTime()}_447700900141.wav`,
        contentType: 'audio/wav',
        content: toneWav(sampleRandom('call'), 1),
      };
      return [
        item('incoming', call(1, 63)),
        item('outgoing', call(2, 252)),
        item('missed', call(3, 0)),
        item('busy', call(4, 0)),
        item('rejected', call(5, 0)),
        item('video-recorded', { ...call(2, 31, 'video-call'), at: new Date(NINE.getTime() + 30 * MINUTE_IN_MS), files: [recording] }),
        item('status-unknown', call(42, 5, 'call-log')),
      ];
    },
  },
  {
    number: 24,
    name: 'several-packages',
    what: 'three packages of one day, the same day with a hole in the sequence, and a package with a manifest only (`Count: 0`)',
    files: () => {
      const zip = (sequence: number) => {
        const at = new Date(NINE.getTime() + sequence * 60 * MINUTE_IN_MS);
        const { name, content } = vendorZip(
          [item(`item-${sequence}`, { from: 'nora', to: ['lukas'], at, text: `Part ${sequence}` })],
          at,
          sequence,
        );
        return { name, content };
      };
      const empty = vendorZip([], new Date(NINE.getTime() + DAY_IN_MS), 1);
      const inGap = [zip(1), zip(3)].map(({ name, content }) => ({ name: `gap/${name}`, content }));
      return [zip(1), zip(2), zip(3), ...inGap, { name: `empty/${packageName(empty.arrivedAt, 1)}`, content: empty.content }];
    },
  },
];

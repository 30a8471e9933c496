import type { HeldActInput, HeldChoice } from '../../acts/act-inputs';
import { ApiProblemError, callApi } from '../call-api';
import { selectedEntries } from '../selection';
import { type ActDefinitions, type Answers, counted, type Outcome, REASON, runLink } from './act';

interface Started {
  readonly runId: string;
  readonly count: number;
  readonly skipped: number;
}

const NEVER_TWICE = 'Nothing is ever imported twice: what has a copy already stays as it is.';

/** The ticked entries, when the button takes them and there are any; else what the button names. */
function chosenEntries(input: ActInputOf<'replay'>): HeldChoice & { readonly count: number } {
  const ids = input.takesSelection === true ? selectedEntries() : [];
  if (ids.length > 0) return { ids, count: ids.length };
  const { filter, count } = input;
  return filter === undefined ? { ids: input.ids ?? [], count } : { filter, count };
}

type ActInputOf<Name extends 'replay' | 'release' | 'leave'> = Parameters<ActDefinitions[Name]['run']>[0];

function choiceOf({ ids, filter }: HeldChoice): HeldChoice {
  return ids === undefined ? { filter: filter ?? {} } : { ids };
}

async function start(path: string, choice: HeldChoice, { reason }: Answers, more: object = {}): Promise<Outcome> {
  const body = { ...choiceOf(choice), reason, ...more };
  const { runId, count, skipped } = (await callApi<Started>(path, { method: 'POST', body })).value;
  const left = skipped === 0 ? '' : ` ${counted(skipped, 'other waits', 'others wait')} for another act.`;
  return { text: `${counted(count, 'entry is', 'entries are')} taken up.${left}`, link: runLink(runId), runId };
}

/** For the ambiguous: the mailbox that was chosen, for each entry. */
function chosenMailboxes(input: ActInputOf<'replay'>): Record<string, string> {
  if (input.choice === undefined) return {};
  const radio = document.querySelector<HTMLInputElement>(`input[name="${CSS.escape(input.choice)}"]:checked`);
  if (radio === null) {
    if (document.querySelector(`input[name="${CSS.escape(input.choice)}"]`) === null) return {};
    throw new ApiProblemError(0, 'no-choice', 'Choose a mailbox first.', 'More than one is possible, and the connector does not guess.');
  }
  return Object.fromEntries((input.ids ?? []).map((id) => [id, radio.value]));
}

const heldText = (count: number): string => counted(count, 'held entry', 'held entries');

function releaseLines({ detail }: HeldActInput & { readonly detail: string }): readonly string[] {
  return [
    ...(detail === '' ? [] : [detail]),
    'What can be read goes to its mailboxes; what cannot leaves the balance, and its bytes stay in the package. A release is a recorded act and cannot be undone.',
  ];
}

export const HELD_ACTS: Pick<ActDefinitions, 'replay' | 'release' | 'leave'> = {
  replay: {
    question: (input) => {
      chosenMailboxes(input);
      const { count, ids } = chosenEntries(input);
      const isSelection = ids !== undefined && input.takesSelection === true;
      const waiting = isSelection ? 0 : (input.waitForRelease ?? 0);
      return {
        title: `Replay ${heldText(count)}?`,
        lines: [
          isSelection ? 'The ones that you selected.' : `All ${input.what}.`,
          ...(waiting === 0 ? [] : [`${counted(waiting, 'entry waits', 'entries wait')} for a release and stay.`]),
          NEVER_TWICE,
        ],
        fields: [REASON],
      };
    },
    run: (input, answers) => start('/api/held/replay', chosenEntries(input), answers, { chosen: chosenMailboxes(input) }),
  },
  release: {
    question: (input) => ({
      title: `Release ${heldText(input.count)}?`,
      lines: releaseLines(input),
      fields: [REASON],
    }),
    run: (input, answers) => start('/api/held/release', input, answers),
  },
  leave: {
    question: ({ count, what }) => ({
      title: `Leave ${heldText(count)}?`,
      lines: [
        `Items ${what}: nobody gets a copy, and they leave the balance; their bytes stay in the package. This is recorded and cannot be undone.`,
      ],
      fields: [REASON],
    }),
    run: (input, answers) => start('/api/held/leave', input, answers),
  },
};

export type QuestionId =
  | 'scope-inside'
  | 'flags'
  | 'dates'
  | 'class'
  | 'people'
  | 'inline'
  | 'visible'
  | 'attach'
  | 'upload'
  | 'move'
  | 'alias'
  | 'scope-outside';

/** A question that only the tenant itself can answer. `otherwise`: not what the connector expects by default. */
export interface Answer {
  readonly id: QuestionId;
  readonly question: string;
  readonly state: 'as-expected' | 'otherwise' | 'not-answered';
  readonly found: string;
}

const QUESTIONS: Readonly<Record<QuestionId, string>> = {
  'scope-inside': 'Does the mailbox open?',
  flags: 'Which message flags make a read message that is no draft?',
  dates: 'Are sent and received time kept?',
  class: 'Is the item class kept?',
  people: 'Are sender and recipients kept as they are given?',
  inline: 'Is an attachment taken in the same request?',
  visible: 'How long after its creation is a copy found by its key?',
  attach: 'May a message that is no draft get a small attachment?',
  upload: 'May it get a large one by an upload session?',
  move: 'Does moving from staging keep flags, dates, class and attachments?',
  alias: 'Does another address of the user open the mailbox?',
  'scope-outside': 'Does a mailbox outside the scope answer 403?',
};

export const asExpected = (id: QuestionId, found: string): Answer => ({ id, question: QUESTIONS[id], state: 'as-expected', found });
export const otherwise = (id: QuestionId, found: string): Answer => ({ id, question: QUESTIONS[id], state: 'otherwise', found });
export const notAnswered = (id: QuestionId, found: string): Answer => ({ id, question: QUESTIONS[id], state: 'not-answered', found });

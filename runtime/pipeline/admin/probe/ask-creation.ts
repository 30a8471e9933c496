import { checkCopy } from '../../../domain/copy/check-copy';
import { MESSAGE_FLAGS, type MessageFlags } from '../../../domain/copy/mailbox-copy';
import { ConnectorError } from '../../../domain/failure/connector-error';
import type { ShownCopy } from '../../../ports/exchange';
import { RequestRefusedError } from '../../../ports/exchange-errors';
import { type Answer, asExpected, notAnswered, otherwise } from './answer';
import type { TestItem, TestItems } from './test-items';

/** An item made with some flags, and how Exchange shows it. */
export interface Flagged {
  readonly flags: MessageFlags;
  readonly item: TestItem;
  readonly shown: ShownCopy;
}

export interface FlagAnswers {
  readonly answer: Answer;
  /** The first that does what it should; the configured ones when they do. */
  readonly best: Flagged | undefined;
}

/** Makes one item with each value of the flags. The first error of the mailbox itself is thrown: nothing else can be asked then. */
export async function askFlags(configured: MessageFlags, items: TestItems): Promise<FlagAnswers> {
  const ordered = [configured, ...MESSAGE_FLAGS.filter((flags) => flags !== configured)];
  const made: Flagged[] = [];
  const found: string[] = [];
  for (const flags of ordered) {
    const flagged = await makeWith(flags, items);
    if (flagged === 'refused') found.push(`${flags}: refused`);
    else {
      made.push(flagged);
      found.push(`${flags}: ${flagged.shown.isDraft ? 'a draft' : 'no draft'}, ${flagged.shown.isRead ? 'read' : 'unread'}`);
    }
  }
  const best = made.find(isReadAndSent);
  const text = found.join('; ');
  return { answer: best?.flags === configured ? asExpected('flags', text) : otherwise('flags', text), best: best ?? made[0] };
}

export const isReadAndSent = ({ shown }: Flagged): boolean => shown.isDraft === false && shown.isRead === true;

/** A value that Exchange refuses is an answer, too. */
async function makeWith(flags: MessageFlags, items: TestItems): Promise<Flagged | 'refused'> {
  try {
    const item = await items.create(flags);
    return { flags, item, shown: await items.show(item) };
  } catch (error) {
    if (error instanceof RequestRefusedError) return 'refused';
    throw error;
  }
}

export function dateAnswer({ item, shown }: Flagged): Answer {
  const { sentAt, receivedAt } = item.asked;
  const differences = [
    ...checkCopy({ folderId: item.folderId, sentAt, receivedAt }, { ...item.answered, isDraft: false }),
    ...checkCopy({ folderId: item.folderId, sentAt, receivedAt }, { ...shown, isDraft: false }),
  ];
  return differences.length === 0 ? asExpected('dates', 'both, to the second') : otherwise('dates', [...new Set(differences)].join('; '));
}

export function classAnswer({ item, shown }: Flagged): Answer {
  const { itemClass } = item.asked;
  if (shown.itemClass === undefined) return notAnswered('class', 'Exchange does not show it');
  return shown.itemClass === itemClass ? asExpected('class', itemClass) : otherwise('class', `${shown.itemClass} instead of ${itemClass}`);
}

export function peopleAnswer({ item, shown }: Flagged): Answer {
  const from = item.asked.from.address;
  const to = item.asked.to.map(({ address }) => address).join(', ');
  const isKept = shown.from?.toLowerCase() === from.toLowerCase() && shown.to.join(', ').toLowerCase() === to.toLowerCase();
  return isKept
    ? asExpected('people', `from ${from}, to ${to}`)
    : otherwise('people', `from ${shown.from ?? 'nobody'}, to ${shown.to.join(', ') || 'nobody'} instead of from ${from}, to ${to}`);
}

/** What an error of one question means; errors that nobody expects are thrown. */
export function errorAnswer(id: Answer['id'], error: unknown): Answer {
  if (!(error instanceof ConnectorError)) throw error;
  return error.disposition === 'hold' ? otherwise(id, error.message) : notAnswered(id, error.message);
}

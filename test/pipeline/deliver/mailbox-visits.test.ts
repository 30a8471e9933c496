import { MailboxVisits } from '../../../runtime/pipeline/deliver/mailbox-visits';

const batch = (batchId: string) => ({ runId: 'run', batchId });

describe('MailboxVisits', () => {
  it('gives what one visitor left to another one of the same mailbox, in order, each once', () => {
    const visits = new MailboxVisits();
    const holder = visits.begin('one');
    for (const id of ['a', 'b']) {
      const other = visits.begin('one');
      other.leave(batch(id));
      other.end();
    }

    expect(holder.hasLeft).toBe(true);
    expect([holder.take(), holder.take(), holder.take()]).toEqual([batch('a'), batch('b'), undefined]);
    expect(holder.hasLeft).toBe(false);
  });

  it('gives nothing to visitors of other mailboxes', () => {
    const visits = new MailboxVisits();
    const other = visits.begin('other');
    visits.begin('one').leave(batch('a'));

    expect(other.take()).toBeUndefined();
  });

  it('tells whether a visitor is alone', () => {
    const visits = new MailboxVisits();
    const one = visits.begin('one');
    visits.begin('other');
    expect(one.isAlone).toBe(true);

    const another = visits.begin('one');
    expect([one.isAlone, another.isAlone]).toEqual([false, false]);

    one.end();
    expect(another.isAlone).toBe(true);
  });

  it('forgets what was left when nobody is there any more: its message comes', () => {
    const visits = new MailboxVisits();
    const alone = visits.begin('one');
    alone.leave(batch('a'));
    alone.end();

    expect(visits.begin('one').take()).toBeUndefined();
  });
});

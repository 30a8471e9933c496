import { HELD_REASONS } from '../../../runtime/domain/routing/held-reasons';
import { ROUTING_REASONS } from '../../../runtime/domain/routing/routing-reasons';

describe('reason tables', () => {
  it.each([...Object.entries(HELD_REASONS), ...Object.entries(ROUTING_REASONS)])(
    '%s says what it means, who acts and what to do',
    (_code, text) => {
      expect(text.meaning).toMatch(/^[A-Z].+\.$/);
      expect(text.whoActs).toMatch(/^(administrator|Exchange administrator|TeleMessage)$/);
      expect(text.whatToDo).toMatch(/^[A-Z].+\.$/);
    },
  );

  it('holds for the reasons of the architecture, and no others', () => {
    expect(Object.keys(HELD_REASONS)).toEqual([
      'unmatched',
      'ambiguous',
      'oversize',
      'quarantined',
      'rejected-package',
      'not-in-scope',
      'other-archiver',
      'mailbox-unavailable',
      'attempts-exhausted',
    ]);
  });
});

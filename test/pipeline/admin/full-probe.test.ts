import type { Answer } from '../../../runtime/pipeline/admin/probe/answer';
import { type FullProbe, type FullProbeRequest, fullProbe } from '../../../runtime/pipeline/admin/probe/full-probe';
import { looksFor } from '../../../runtime/pipeline/admin/probe/switches';
import { AttachRefusedError, NotInScopeError } from '../../../runtime/ports/exchange-errors';
import { ADMIN } from './admin-world';
import { ANNA, BEN, CARA, type Installation, installation } from './an-installation';

async function probed(options: Installation = {}, request: Partial<FullProbeRequest> = {}, refused: readonly string[] = []) {
  const made = installation(options);
  const mailbox = made.world.exchange.mailbox(ANNA.mailboxId);
  mailbox.create('archive');
  if (refused.length > 0) mailbox.refusal = (operation) => (refused.includes(operation) ? new AttachRefusedError(operation) : undefined);
  made.world.exchange.mailbox(CARA.mailboxId).refusal = () => new NotInScopeError(CARA.mailboxId);
  const probe = await made.process.run(() => fullProbe({ mailbox: ANNA.mailbox, ...request }, ADMIN, made.ports));
  if (probe === undefined) throw new Error('the process died');
  return { ...made, mailbox, probe };
}

const find = ({ answers }: FullProbe, id: Answer['id']): Answer | undefined => answers.find((answer) => answer.id === id);
const switchValue = ({ switches }: FullProbe, key: string): string | undefined => switches.find((each) => each.key === key)?.value;

describe('a probe of a test mailbox', () => {
  it('answers every question that a mailbox can answer, and changes nothing where all is as configured', async () => {
    const { probe } = await probed();

    expect(probe.answers.map(({ id }) => id)).toEqual([
      'scope-inside',
      'flags',
      'dates',
      'class',
      'people',
      'inline',
      'visible',
      'attach',
      'upload',
      'move',
      'alias',
      'scope-outside',
    ]);
    expect(probe.answers.filter(({ state, id }) => state !== 'as-expected' && id !== 'alias')).toEqual([]);
    expect(probe.switches).toEqual([
      { key: 'messageFlags', current: '1', value: '1' },
      { key: 'attachAfterCreate', current: 'true', value: 'true' },
      { key: 'lookAfterSeconds', current: '[30, 120, 720]', value: '[30, 120, 720]' },
    ]);
    expect(probe.state).toBe('as-configured');
  });

  it('removes all its items, and is recorded as an act', async () => {
    const { probe, mailbox, world } = await probed();

    expect(probe).toMatchObject({ itemsMade: 5, itemsLeft: 0 });
    expect([...mailbox.copies.values()]).toEqual([]);
    const acts = [];
    for await (const { row } of world.stores.events.list('events')) acts.push([row.act, row.actor, row.target]);
    expect(acts).toEqual([['probe', ADMIN.id, `mailbox ${ANNA.mailboxId}`]]);
  });

  it.each(['attach', 'open-upload', 'move'])('says to switch attachments after creation off when "%s" is refused', async (operation) => {
    const { probe, mailbox } = await probed({}, {}, [operation]);

    expect(switchValue(probe, 'attachAfterCreate')).toBe('false');
    expect(probe.state).toBe('change');
    expect([...mailbox.copies.values()]).toEqual([]);
  });

  it('has nothing more to say where that is switched off already', async () => {
    const { probe } = await probed({ world: { options: { attachesAfterCreate: false } } }, {}, ['attach', 'open-upload']);

    expect(find(probe, 'attach')?.state).toBe('otherwise');
    expect(probe.state).toBe('as-configured');
  });

  it('measures after how long a copy is found, and puts the first look after it', async () => {
    const { probe } = await probed({ world: { exchange: { lagInMs: () => 40_000 } } });

    expect(find(probe, 'visible')).toMatchObject({ state: 'otherwise', found: expect.stringMatching(/^within 4\d s$/) });
    expect(switchValue(probe, 'lookAfterSeconds')).toMatch(/^\[8\d, 3\d\d, \d{4}\]$/);
    expect(probe.state).toBe('change');
  });

  it('gives up looking in the end', async () => {
    const { probe } = await probed({ world: { exchange: { lagInMs: () => 3_600_000 } } });

    expect(find(probe, 'visible')).toMatchObject({ state: 'otherwise', found: 'not within 90 s' });
    expect(switchValue(probe, 'lookAfterSeconds')).toBeUndefined();
  });

  it('says only that the mailbox does not open when it does not', async () => {
    const { process, ports, world } = installation();
    world.exchange.mailbox(ANNA.mailboxId).refusal = () => new NotInScopeError(ANNA.mailboxId);

    const probe = await process.run(() => fullProbe({ mailbox: ANNA.mailbox }, ADMIN, ports));

    expect(probe?.answers.map(({ id, state }) => [id, state])).toEqual([
      ['scope-inside', 'otherwise'],
      ['scope-outside', 'not-answered'],
    ]);
    expect(probe?.state).toBe('change');
  });

  it('notices a mailbox outside that opens', async () => {
    const { probe } = await probed({}, { outside: BEN.mailbox });

    expect(find(probe, 'scope-outside')?.state).toBe('otherwise');
    expect(probe.state).toBe('change');
  });

  it.each([
    ['nobody of the directory', 'gone@contoso.example'],
    ['somebody outside the allowed domains', 'a@fabrikam.example'],
  ])('is refused for %s, before anything is made', async (_case, mailbox) => {
    const { process, ports, world } = installation();

    await expect(process.run(() => fullProbe({ mailbox }, ADMIN, ports))).rejects.toMatchObject({ code: 'no-mailbox' });
    expect(world.exchange.requests.size).toBe(0);
  });
});

describe('the times of looks', () => {
  it.each([
    ['as they are when copies are found at once', 40, [30, 120, 720]],
    ['as they are while the first is late enough', 15_000, [30, 120, 720]],
    ['twice the time that was needed', 20_000, [40, 160, 960]],
    ['an hour at most', 400_000, [800, 3_200, 3_600]],
  ])('are %s', (_case, afterMs, looks) => {
    expect(looksFor(afterMs, [30, 120, 720])).toEqual(looks);
  });
});

import { createGraph } from '../../../runtime/adapters/graph/create-graph';
import { grantOf } from '../../../runtime/adapters/graph/graph-access';
import { SystemClock } from '../../../runtime/adapters/telemetry/system-clock';
import { ExchangeSimulator } from '../../../runtime/local/exchange-simulator/exchange-simulator';
import { DEFAULT_TOKEN, type Switches } from '../../../runtime/local/exchange-simulator/switches';
import { type FullProbe, fullProbe } from '../../../runtime/pipeline/admin/probe/full-probe';
import { ADMIN } from '../../pipeline/admin/admin-world';
import { ANNA, CARA, installation } from '../../pipeline/admin/an-installation';

const USERS = [
  { id: ANNA.mailboxId, userPrincipalName: ANNA.mailbox, proxyAddresses: [`SMTP:${ANNA.mailbox}`, 'smtp:anna@contoso.example'] },
  { id: CARA.mailboxId, userPrincipalName: CARA.mailbox, mailbox: 'out-of-scope' as const },
];

/** Probes a mailbox of the Exchange simulator through the real adapter; everything else is in memory. */
async function probeSimulator(switches: Partial<Switches>) {
  const simulator = await ExchangeSimulator.start({ users: USERS, switches });
  const graph = createGraph({ root: simulator.url, token: { kind: 'fixed', token: DEFAULT_TOKEN } });
  const { ports } = installation({ exchange: { graphOrigin: new URL(simulator.url).origin } });
  const clock = new SystemClock();
  const { exchange, directory, copyFormat } = graph;
  try {
    const probe = await fullProbe({ mailbox: ANNA.mailbox }, ADMIN, { ...ports, clock, exchange, directory, copyFormat });
    return { probe, left: simulator.exchange.mailboxes.reduce((sum, { messages }) => sum + messages.size, 0) };
  } finally {
    graph.close();
    await simulator.stop();
  }
}

const stateOf = ({ answers }: FullProbe, id: string) => answers.find((answer) => answer.id === id)?.state;
const switchValue = ({ switches }: FullProbe, key: string) => switches.find((each) => each.key === key)?.value;

describe('the full probe against the Exchange simulator', () => {
  it('finds the service as it is documented, and leaves nothing in the mailbox, not even in Deleted Items', async () => {
    const { probe, left } = await probeSimulator({});

    expect(probe.answers.filter(({ state }) => state !== 'as-expected')).toEqual([]);
    expect(probe.state).toBe('as-configured');
    expect(probe).toMatchObject({ itemsMade: 5, itemsLeft: 0 });
    expect(left).toBe(0);
  });

  it('knows that an alias opens nothing here', async () => {
    const { probe } = await probeSimulator({});

    expect(probe.answers.find(({ id }) => id === 'alias')?.found).toMatch(/^no;/);
  });

  it.each<[string, Partial<Switches>, readonly string[], string | undefined]>([
    ['attachments on sent messages are refused', { refusesAttachToSent: true }, ['attach', 'upload'], 'false'],
    ['moves of sent messages are refused', { refusesMoveOfSent: true }, ['move'], 'false'],
    ['a move loses the received time', { moveKeepsDates: false }, ['move'], 'false'],
    ['only changes of properties are refused, as from 31 December 2026', { refusesChangesOfSent: true }, [], 'true'],
  ])('says what to switch when %s', async (_case, switches, otherwise, attachAfterCreate) => {
    const { probe, left } = await probeSimulator(switches);

    expect(probe.answers.filter(({ state }) => state === 'otherwise').map(({ id }) => id)).toEqual(otherwise);
    expect(switchValue(probe, 'attachAfterCreate')).toBe(attachAfterCreate);
    expect(left).toBe(0);
  });

  it('measures how long a filter does not see a new message', async () => {
    const { probe } = await probeSimulator({ filterLagInMs: { min: 1_200, max: 1_200 } });

    expect(stateOf(probe, 'visible')).toBe('as-expected');
    expect(probe.answers.find(({ id }) => id === 'visible')?.found).toMatch(/^within \d s$/);
    expect(switchValue(probe, 'lookAfterSeconds')).toBe('[30, 120, 720]');
  });
});

describe('what a token says', () => {
  const token = (claims: object): string => ['e30', Buffer.from(JSON.stringify(claims)).toString('base64url'), 'c2ln'].join('.');

  it('is tenant, application, permissions and its end', () => {
    expect(grantOf(token({ tid: 't', appid: 'a', roles: ['User.Read.All', 'Mail.ReadWrite'], exp: 1_795_000_000 }))).toEqual({
      kind: 'granted',
      tenantId: 't',
      clientId: 'a',
      roles: ['Mail.ReadWrite', 'User.Read.All'],
      expiresAt: new Date(1_795_000_000_000),
    });
  });

  it.each([
    ['a word', 'exchange-simulator'],
    ['no JSON', 'a.b.c'],
    ['a list', token([])],
  ])('is nothing when it is %s', (_case, text) => {
    expect(grantOf(text)).toMatchObject(text === token([]) ? { kind: 'granted', roles: [] } : { kind: 'silent' });
  });

  it('never holds a permission that is no text', () => {
    expect(grantOf(token({ roles: ['Mail.Read', 5, null] }))).toMatchObject({ roles: ['Mail.Read'] });
  });
});

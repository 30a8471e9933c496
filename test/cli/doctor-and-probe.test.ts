import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { VERBS } from '../../runtime/cli/verbs';
import { runVerb } from './run-verb';

const EXAMINATION = {
  at: '2026-11-21T06:30:00.000Z',
  state: 'problems',
  checks: [
    { id: 'storage', name: 'Storage', state: 'ok', found: '5 containers answer', fix: '' },
    {
      id: 'credential',
      name: 'Credential of the source',
      state: 'problem',
      found: 'nobody has set it yet',
      fix: 'npm run set-credential -- contoso-prod',
    },
    { id: 'alerts', name: 'Alerts', state: 'not-checked', found: 'no test alert was sent yet', fix: 'send one' },
  ],
};

const PROBE = {
  mailbox: 'pilot@contoso.example',
  by: 'Ivo Klein',
  at: '2026-11-21T06:30:00.000Z',
  answers: [
    {
      id: 'flags',
      question: 'Which message flags make a read message that is no draft?',
      state: 'otherwise',
      found: '1: a draft, read; 4: no draft, read',
    },
    {
      id: 'alias',
      question: 'Does another address of the user open the mailbox?',
      state: 'not-answered',
      found: 'the user has no other address',
    },
  ],
  switches: [
    { key: 'messageFlags', current: '1', value: '4' },
    { key: 'attachAfterCreate', current: 'true', value: 'true' },
    { key: 'lookAfterSeconds', current: '[30, 120, 720]', value: null },
  ],
  itemsMade: 5,
  itemsLeft: 1,
  state: 'change',
};

describe('doctor and probe on a deployed connector', () => {
  let server: Server;
  let origin: string;
  let asked: { readonly path: string; readonly body: unknown }[];
  let answer: object;

  beforeEach(async () => {
    asked = [];
    server = createServer(async (request, response) => {
      asked.push({ path: `${request.method} ${request.url}`, body: JSON.parse(await text(request)) });
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterEach(() => new Promise((resolve) => server.close(resolve)));

  it('shows each precondition with what was found, and below it what mends it', async () => {
    answer = EXAMINATION;

    const { code, out } = await runVerb(['doctor', '--connector', origin, '--outside', 'ceo@contoso.example'], VERBS);

    expect(code).toBe(2);
    expect(asked).toEqual([{ path: 'POST /api/setup/doctor', body: { outside: 'ceo@contoso.example' } }]);
    expect(out).toEqual([
      'ok   Storage                   5 containers answer',
      'MEND Credential of the source  nobody has set it yet',
      '                               => npm run set-credential -- contoso-prod',
      '-    Alerts                    no test alert was sent yet',
      '                               => send one',
      '',
      '1 thing has to be mended.',
    ]);
  });

  it('ends with 0 when nothing has to be mended', async () => {
    answer = { ...EXAMINATION, state: 'fine', checks: EXAMINATION.checks.slice(0, 1) };

    const { code, out } = await runVerb(['doctor', '--connector', origin], VERBS);

    expect([code, out.at(-1)]).toEqual([0, 'Nothing has to be mended.']);
  });

  it('hands the examination to machines as it is', async () => {
    answer = EXAMINATION;

    const { out } = await runVerb(['doctor', '--connector', origin, '--json'], VERBS);

    expect(JSON.parse(out.join('\n'))).toEqual(EXAMINATION);
  });

  it('shows each answer of a test mailbox, and the switches as they stand in a stack file', async () => {
    answer = PROBE;

    const { code, out } = await runVerb(['probe', '--mailbox', 'pilot@contoso.example', '--connector', origin], VERBS);

    expect(code).toBe(2);
    expect(asked).toEqual([{ path: 'POST /api/setup/full-probe', body: { mailbox: 'pilot@contoso.example' } }]);
    expect(out[0]).toBe(
      'Mailbox pilot@contoso.example: 5 test items made, 1 could not be removed: they are in the hidden folder "Signal Archiver staging".',
    );
    expect(out).toContain('LOOK Which message flags make a read message that is no draft?');
    expect(out.slice(-3)).toEqual([
      '  signal-archive:messageFlags: 4   # now 1: set it',
      '  signal-archive:attachAfterCreate: true   # as it is',
      '  signal-archive:lookAfterSeconds: [30, 120, 720]   # could not be told; as it is',
    ]);
  });
});

describe('doctor and probe', () => {
  it.each([
    ['probe without a mailbox', ['probe'], 64],
    ['an unknown option', ['doctor', '--repair'], 64],
    ['a data folder and a connector', ['doctor', '--data', 'x', '--connector', 'http://localhost:1'], 64],
    ['a folder without data', ['doctor', '--data', '/nowhere'], 1],
    ['a connector that does not answer', ['doctor', '--connector', 'http://127.0.0.1:1'], 1],
  ])('end with %s: %j, %d', async (_case, argv, expected) => {
    const { code, err } = await runVerb(argv, VERBS);

    expect(code).toBe(expected);
    expect(err[0]).toMatch(/^signal-archive (doctor|probe): ./);
  });
});

import { request } from 'node:http';
import { ANNA, anAddress, anAttachment, KEY, SimulatorClient, sentProperties } from './simulator-client';

let graph: SimulatorClient;
beforeEach(async () => {
  graph = await SimulatorClient.start();
});
afterEach(() => graph.stop());

const page = async (path: string) => {
  const response = await fetch(`${graph.simulator.origin}${path}`);
  return { status: response.status, text: await response.text(), headers: response.headers };
};

describe('the control interface', () => {
  it('counts requests by operation, statuses, mistakes and duplicates', async () => {
    await graph.create({ singleValueExtendedProperties: sentProperties('abc') });
    await graph.create({ singleValueExtendedProperties: sentProperties('abc') });
    await graph.ask('GET', '/nothing');
    await graph.send('GET', `${graph.simulator.url}/users`, undefined, {
      authorization: 'Bearer exchange-simulator',
      'client-request-id': 'x',
    });

    expect((await graph.control('GET', 'statistics')).json).toMatchObject({
      requests: { 'create-message': 2, 'list-users': 1 },
      statuses: { 201: 2, 404: 1, 200: 1 },
      mistakes: { notSimulated: 1, tokenToUploadUrl: 0 },
      violations: { MailboxConcurrency: 0, RequestCount: 0, UploadBytes: 0 },
      messages: 2,
      duplicates: [{ mailbox: ANNA, property: KEY, key: 'abc', count: 2 }],
    });
  });

  it('forgets its counts when it is told to', async () => {
    await graph.create();
    await graph.control('POST', 'statistics/reset', {});

    expect((await graph.control('GET', 'statistics')).json).toMatchObject({ requests: {}, messages: 1 });
  });

  it.each([
    ['a switch that is not there', 'PATCH', 'switches', { colour: 'blue' }, /no switch "colour"/],
    ['a switch of a wrong type', 'PATCH', 'switches', { latencyInMs: 'long' }, /takes a number/],
    ['an act that nobody knows', 'POST', 'acts', { kind: 'dance', mailbox: ANNA }, /no act "dance"/],
  ])('refuses %s', async (_case, method, path, body, error) => {
    const answer = await graph.control(method, path, body);

    expect(answer.status).toBe(400);
    expect(answer.json['error']).toMatch(error);
  });

  it('answers to loopback names only, so that no foreign page can read the mailboxes', async () => {
    for (const path of ['/_control/copies', '/simulated-mailboxes']) expect(await statusFor(path, 'attacker.example')).toBe(403);
    expect(await statusFor('/_control/copies', 'localhost')).toBe(200);
  });

  it('takes JSON only, which a foreign page cannot send without asking', async () => {
    const response = await fetch(`${graph.simulator.origin}/_control/acts`, { method: 'POST', body: '{"kind":"delete-folder"}' });

    expect(response.status).toBe(400);
  });
});

describe('the pages', () => {
  it('lead from the mailboxes to a message and its attachments', async () => {
    const message = await graph.created({ attachments: [anAttachment(Buffer.from('picture'))], subject: 'Hello Ben' });
    const path = `/simulated-mailboxes/${ANNA}/messages/${encodeURIComponent(message)}`;

    expect((await page('/')).text).toContain(`/simulated-mailboxes/${ANNA}`);
    expect((await page(`/simulated-mailboxes/${ANNA}`)).text).toContain('Inbox');
    expect((await page(`/simulated-mailboxes/${ANNA}/folders/${ANNA}-inbox`)).text).toContain('Hello Ben');
    const { text } = await page(path);
    for (const shown of [
      'Hello Ben',
      '447700900123@signal.invalid',
      'ben.okoro@contoso.example',
      '2026-11-20 10:00:00 UTC',
      'cat.jpg',
      '7 bytes',
    ]) {
      expect(text).toContain(shown);
    }
    const attachment = await page(`${path}/attachments/0`);
    expect(attachment.text).toBe('picture');
    expect(attachment.headers.get('content-disposition')).toMatch(/^attachment;/);
  });

  it('never let a message act in the browser', async () => {
    const script = '<script>alert(1)</script>';
    const message = await graph.created({
      subject: script,
      body: { contentType: 'html', content: script },
      from: anAddress('a@x.example', script),
      attachments: [anAttachment(Buffer.from(script), `${script}.html`)],
    });
    const { text, headers } = await page(`/simulated-mailboxes/${ANNA}/messages/${encodeURIComponent(message)}`);

    expect(text).not.toContain('<script>');
    expect(text).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
  });

  it.each(['/simulated-mailboxes/nobody', '/elsewhere', `/simulated-mailboxes/${ANNA}/messages/none`, '/simulated-mailboxes/%ff'])(
    'answer 404 for %s',
    async (path) => {
      expect((await page(path)).status).toBe(404);
    },
  );

  it('turn over at 100 messages', async () => {
    for (let count = 0; count < 101; count += 1) await graph.create();

    expect((await page(`/simulated-mailboxes/${ANNA}/folders/inbox`)).text).toContain('?from=100');
  });
});

function statusFor(path: string, host: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const asked = request({ port: graph.simulator.port, host: '127.0.0.1', path, headers: { host } }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    asked.once('error', reject).end();
  });
}

import { createHash } from 'node:crypto';
import { ANNA, anAddress, anAttachment, GUID, KEY, SimulatorClient, sentProperties } from './simulator-client';

let graph: SimulatorClient;
beforeEach(async () => {
  graph = await SimulatorClient.start();
});
afterEach(() => graph.stop());

describe('creating a message', () => {
  it('answers 201 and the message', async () => {
    const { status, json } = await graph.create();

    expect(status).toBe(201);
    expect(json).toMatchObject({ subject: 'A message', parentFolderId: `${ANNA}-inbox`, body: { contentType: 'text', content: 'Hello' } });
  });

  it('is a draft unless its flags say otherwise at creation', async () => {
    expect((await graph.create({ singleValueExtendedProperties: [] })).json['isDraft']).toBe(true);
  });

  it.each([
    ['0', false],
    ['1', false],
    ['4', false],
    ['5', false],
    ['8', true],
    ['9', true],
  ])('with 0x0E07 = %s has isDraft %s: only bit 0x8 makes a draft', async (flags, isDraft) => {
    const { json } = await graph.create({ singleValueExtendedProperties: [{ id: 'Integer 0x0E07', value: flags }] });

    expect(json['isDraft']).toBe(isDraft);
  });

  it('is read when bit 0x1 says so', async () => {
    expect((await graph.create()).json['isRead']).toBe(true);
    expect((await graph.create({ singleValueExtendedProperties: [{ id: 'Integer 0x0E07', value: '4' }] })).json['isRead']).toBe(false);
  });

  it('has the times of the SystemTime properties', async () => {
    expect((await graph.create()).json).toMatchObject({
      sentDateTime: '2026-11-20T10:00:00Z',
      receivedDateTime: '2026-11-20T10:00:05Z',
    });
  });

  it('does not honour sentDateTime and receivedDateTime: without the properties it has the time of the POST', async () => {
    const old = '2020-01-01T00:00:00Z';
    const { json } = await graph.create({ sentDateTime: old, receivedDateTime: old, singleValueExtendedProperties: [] });

    for (const name of ['sentDateTime', 'receivedDateTime']) {
      expect(Math.abs(Date.parse(json[name] as string) - Date.now())).toBeLessThan(10_000);
    }
  });

  it('keeps the message class that is given', async () => {
    await graph.create({ singleValueExtendedProperties: [{ id: 'String 0x001A', value: 'IPM.Note.Signal.Call' }] });

    const [copy] = (await copies()) as { messageClass: string }[];
    expect(copy?.messageClass).toBe('IPM.Note.Signal.Call');
  });

  it('is in one conversation with messages of the same References', async () => {
    const references = [{ id: 'String 0x1039', value: '<chat@signal.invalid>' }];
    const first = await graph.create({ singleValueExtendedProperties: references });
    const second = await graph.create({ singleValueExtendedProperties: references });

    expect(first.json['conversationId']).toBe(second.json['conversationId']);
    expect((await graph.create()).json['conversationId']).not.toBe(first.json['conversationId']);
  });

  it('carries inline attachments in the same request', async () => {
    await graph.create({ attachments: [anAttachment(Buffer.from('picture'))] });

    const [copy] = (await copies()) as { attachments: unknown[] }[];
    expect(copy?.attachments).toEqual([
      {
        name: 'cat.jpg',
        contentType: 'image/jpeg',
        isInline: false,
        bytes: 7,
        sha256: createHash('sha256').update('picture').digest('hex'),
      },
    ]);
  });

  it.each<[string, Record<string, unknown>, string]>([
    ['a recipient that is no SMTP address', { toRecipients: [anAddress('+44 7700 900123')] }, 'ErrorInvalidRecipients'],
    ['a sender that is no SMTP address', { from: anAddress('nobody') }, 'ErrorInvalidRecipients'],
    ['a recipient without an address', { toRecipients: [anAddress('')] }, 'ErrorMissingEmailAddress'],
    [
      'a header that does not begin with x-',
      { internetMessageHeaders: [{ name: 'References', value: 'x' }] },
      'InvalidInternetMessageHeader',
    ],
    ['six headers', { internetMessageHeaders: sixHeaders() }, 'InvalidInternetMessageHeaderCollection'],
    ['an empty list of headers', { internetMessageHeaders: [] }, 'InvalidInternetMessageHeaderCollection'],
    ['a value of a wrong type', { subject: 5 }, 'UnableToDeserializePostBody'],
    [
      'a time that is no time',
      { singleValueExtendedProperties: [{ id: 'SystemTime 0x0039', value: 'soon' }] },
      'ErrorInvalidExtendedPropertyValue',
    ],
    [
      'a property id of no known form',
      { singleValueExtendedProperties: [{ id: 'Text 0x0039', value: 'x' }] },
      'ErrorInvalidExtendedProperty',
    ],
    [
      'a property that stands twice',
      {
        singleValueExtendedProperties: [
          { id: KEY, value: 'a' },
          { id: KEY, value: 'b' },
        ],
      },
      'ErrorInvalidExtendedProperty',
    ],
    ['a property a message does not have', { colour: 'blue' }, 'RequestBodyRead'],
    ...['%%%', 'AAA', 'AA-_', 'AA A', 'AAAA=', '=AAA', 'AAAA\n'].map((contentBytes): [string, Record<string, unknown>, string] => [
      `an attachment that is not base64: ${JSON.stringify(contentBytes)}`,
      { attachments: [{ ...anAttachment(Buffer.from('x')), contentBytes }] },
      'UnableToDeserializePostBody',
    ]),
  ])('refuses %s', async (_case, changes, code) => {
    expect(await graph.create(changes)).toMatchObject({ status: 400, code });
  });

  it('takes five headers', async () => {
    expect((await graph.create({ internetMessageHeaders: sixHeaders().slice(1) })).status).toBe(201);
  });

  it('refuses a body that is no JSON', async () => {
    expect(await graph.ask('POST', `/users/${ANNA}/mailFolders/inbox/messages`, '{"subject":')).toMatchObject({
      status: 400,
      code: 'BadRequest',
    });
  });

  it('is refused in a folder that is not there', async () => {
    expect(await graph.create({}, ANNA, 'AAMkF')).toMatchObject({ status: 404, code: 'ErrorItemNotFound' });
  });
});

describe('requests over 4 MB', () => {
  const big = () => ({ body: { contentType: 'text', content: 'x'.repeat(4 * 1024 * 1024) } });

  it('are 413', async () => {
    expect(await graph.create(big())).toMatchObject({ status: 413, code: 'RequestEntityTooLarge' });
  });

  it('are 400 with the sentence when that is switched on', async () => {
    graph.simulator.switches.tooLargeStatus = 400;

    expect(await graph.create(big())).toMatchObject({
      status: 400,
      message: expect.stringContaining('maximum request length supported is 4MB'),
    });
  });
});

describe('a message over the limit of the mailbox', () => {
  it('is refused with ErrorMessageSizeExceeded', async () => {
    graph.simulator.exchange.putUser({ id: ANNA, userPrincipalName: 'anna.lee@contoso.example', messageSizeLimitInBytes: 100_000 });

    const answer = await graph.create({ attachments: [anAttachment(Buffer.alloc(100_000))] });

    expect(answer).toMatchObject({ status: 400, code: 'ErrorMessageSizeExceeded' });
  });
});

describe('looking for an extended property', () => {
  beforeEach(async () => {
    await graph.create({ singleValueExtendedProperties: sentProperties('abc123') });
    await graph.create({ singleValueExtendedProperties: sentProperties('other') });
  });

  it('finds the message by id and value', async () => {
    expect((await graph.lookUp(KEY, 'abc123')).value).toHaveLength(1);
  });

  it('compares the value without case', async () => {
    expect((await graph.lookUp(KEY, 'ABC123')).value).toHaveLength(1);
  });

  it('compares the name in the id with case', async () => {
    expect((await graph.lookUp(KEY.replace('TestKey', 'testkey'), 'abc123')).value).toHaveLength(0);
  });

  it('looks only in the folder that is addressed', async () => {
    expect((await graph.lookUp(KEY, 'abc123', ANNA, 'drafts')).value).toHaveLength(0);
  });

  it.each([
    ['ne', `ep/value ne 'abc123'`, 1],
    ['contains', `contains(ep/value,'c12')`, 1],
    ['startswith', `startswith(ep/value,'oth')`, 1],
    ['eq with a doubled quote', `ep/value eq 'o''ther'`, 0],
  ])('knows %s', async (_case, comparison, hits) => {
    const filter = `singleValueExtendedProperties/any(ep:ep/id eq '${KEY}' and ${comparison})`;

    expect((await list(`$filter=${encodeURIComponent(filter)}`)).value).toHaveLength(hits);
  });

  it('refuses a filter with two ids', async () => {
    const filter = `singleValueExtendedProperties/any(ep:(ep/id eq '${KEY}' or ep/id eq 'String 0x1039') and ep/value eq 'abc123')`;

    expect(await list(`$filter=${encodeURIComponent(filter)}`)).toMatchObject({ status: 400 });
  });

  it('expands exactly one id', async () => {
    const { value } = await list(`$select=id&$expand=${encodeURIComponent(`singleValueExtendedProperties($filter=id eq '${KEY}')`)}`);

    expect(value.map((message) => message['singleValueExtendedProperties'])).toEqual(
      expect.arrayContaining([[{ id: KEY, value: 'abc123' }], [{ id: KEY, value: 'other' }]]),
    );
  });

  it('expands nothing for two ids, and says 200', async () => {
    const expand = `singleValueExtendedProperties($filter=id eq '${KEY}' or id eq 'String 0x1039')`;
    const { status, value } = await list(`$expand=${encodeURIComponent(expand)}`);

    expect(status).toBe(200);
    expect(value.every((message) => message['singleValueExtendedProperties'] === undefined)).toBe(true);
  });

  it('finds an internetMessageId only when the plus sign is encoded', async () => {
    await graph.create({ internetMessageId: '<a+b@contoso.example>' });

    expect((await list(`$filter=internetMessageId%20eq%20'<a+b@contoso.example>'`)).value).toHaveLength(0);
    expect((await list(`$filter=${encodeURIComponent("internetMessageId eq '<a+b@contoso.example>'")}`)).value).toHaveLength(1);
  });

  it('does not enforce that an internetMessageId is there once', async () => {
    for (let copy = 0; copy < 3; copy += 1) await graph.create({ internetMessageId: '<same@contoso.example>' });

    expect((await list(`$filter=${encodeURIComponent("internetMessageId eq '<same@contoso.example>'")}`)).value).toHaveLength(3);
  });

  it.each([
    ['an option it does not have', '$search="x"', 400],
    ['an option that stands twice', '$top=1&$top=2', 400],
    ['a property that messages do not have', '$select=colour', 400],
    ['a filter that the connector has no use for', '$filter=isRead%20eq%20true', 501],
  ])('refuses %s', async (_case, query, status) => {
    expect((await list(query)).status).toBe(status);
  });
});

describe('the filter lags behind', () => {
  it('sees a new message only after the lag, the listing at once', async () => {
    let now = Date.parse('2026-11-21T06:30:00Z');
    const lagging = await SimulatorClient.start({ now: () => now, switches: { filterLagInMs: { min: 1_000, max: 2_000 } } });
    await lagging.create({ singleValueExtendedProperties: sentProperties('abc') });

    const atOnce = await lagging.lookUp(KEY, 'abc');
    const listed = await lagging.ask('GET', `/users/${ANNA}/mailFolders/inbox/messages`);
    now += 2_000;
    const later = await lagging.lookUp(KEY, 'abc');
    await lagging.stop();

    expect([atOnce.value.length, listed.value.length, later.value.length]).toEqual([0, 1, 1]);
  });
});

describe('paging', () => {
  it('answers 10 messages and the link to the next', async () => {
    for (let copy = 0; copy < 12; copy += 1) await graph.create();
    const first = await list('$select=id');
    const next = await graph.send('GET', first.json['@odata.nextLink'] as string, undefined, {
      authorization: 'Bearer exchange-simulator',
    });

    expect([first.value.length, next.value.length]).toEqual([10, 2]);
    expect(next.json).not.toHaveProperty('@odata.nextLink');
  });
});

describe('moving and deleting', () => {
  it('keeps the immutable id over a move', async () => {
    const id = await graph.created();
    const moved = await graph.ask('POST', `/users/${ANNA}/messages/${id}/move`, { destinationId: 'archive' });

    expect(moved).toMatchObject({ status: 201, json: { id, parentFolderId: `${ANNA}-archive`, sentDateTime: '2026-11-20T10:00:00Z' } });
  });

  it('sets the received time anew over a move when that is switched on', async () => {
    graph.simulator.switches.moveKeepsDates = false;
    const id = await graph.created();
    const { json } = await graph.ask('POST', `/users/${ANNA}/messages/${id}/move`, { destinationId: 'archive' });

    expect(json['receivedDateTime']).not.toBe('2026-11-20T10:00:05Z');
  });

  it('knows ids with case only', async () => {
    const id = await graph.created();

    expect((await graph.ask('GET', `/users/${ANNA}/messages/${id.toLowerCase()}`)).code).toBe('ErrorItemNotFound');
  });

  it('demands Prefer: IdType="ImmutableId" on every mail request', async () => {
    expect(await graph.ask('GET', `/users/${ANNA}/mailFolders/inbox/messages`, undefined, { prefer: 'return=minimal' })).toMatchObject({
      status: 400,
      code: 'ImmutableIdDemanded',
    });
  });

  it('deletes into Deleted Items', async () => {
    const id = await graph.created();

    expect((await graph.ask('DELETE', `/users/${ANNA}/messages/${id}`)).status).toBe(204);
    expect((await graph.ask('GET', `/users/${ANNA}/messages/${id}`)).json['parentFolderId']).toBe(`${ANNA}-deleteditems`);
  });

  it('answers 404 for a message that is gone', async () => {
    const id = await graph.created();
    for (let times = 0; times < 2; times += 1) await graph.ask('DELETE', `/users/${ANNA}/messages/${id}`);

    expect(await graph.ask('DELETE', `/users/${ANNA}/messages/${id}`)).toMatchObject({ status: 404, code: 'ErrorItemNotFound' });
  });
});

describe('changing a message that is no draft', () => {
  it('says 200 to new flags and leaves them as they were', async () => {
    const id = await graph.created({ singleValueExtendedProperties: [] });
    const path = `/users/${ANNA}/messages/${id}`;

    expect((await graph.ask('PATCH', path, { singleValueExtendedProperties: [{ id: 'Integer 0x0E07', value: '1' }] })).status).toBe(200);
    expect((await graph.ask('GET', path)).json['isDraft']).toBe(true);
  });

  it('is refused for sensitive properties from 31 December 2026 on, drafts aside', async () => {
    graph.simulator.switches.refusesChangesOfSent = true;
    const sent = await graph.created();
    const draft = await graph.created({ singleValueExtendedProperties: [] });

    expect(await graph.ask('PATCH', `/users/${ANNA}/messages/${sent}`, { subject: 'x' })).toMatchObject({
      status: 403,
      code: 'ErrorAccessDenied',
    });
    expect((await graph.ask('PATCH', `/users/${ANNA}/messages/${sent}`, { isRead: false })).status).toBe(200);
    expect((await graph.ask('PATCH', `/users/${ANNA}/messages/${draft}`, { subject: 'x' })).status).toBe(200);
  });

  it('includes moves when that is switched on', async () => {
    graph.simulator.switches.refusesMoveOfSent = true;
    const id = await graph.created();

    expect((await graph.ask('POST', `/users/${ANNA}/messages/${id}/move`, { destinationId: 'archive' })).code).toBe('ErrorAccessDenied');
  });
});

const list = (query: string) => graph.ask('GET', `/users/${ANNA}/mailFolders/inbox/messages?${query}`);

async function copies(): Promise<unknown[]> {
  const response = await fetch(`${graph.simulator.origin}/_control/copies`);
  return (await response.text())
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown);
}

function sixHeaders() {
  return Array.from({ length: 6 }, (_, index) => ({ name: `x-test-${index}`, value: GUID }));
}

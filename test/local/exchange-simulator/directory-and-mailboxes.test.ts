import { findRoute } from '../../../runtime/local/exchange-simulator/routes';
import { ANNA, BEN, SimulatorClient } from './simulator-client';

const USERS = '/users?$select=id,userPrincipalName,mail,proxyAddresses,displayName,userType,accountEnabled&$top=999';

let graph: SimulatorClient;
beforeEach(async () => {
  graph = await SimulatorClient.start();
});
afterEach(() => graph.stop());

describe('the directory', () => {
  it('answers the properties that are selected', async () => {
    expect((await graph.ask('GET', USERS)).value[0]).toEqual({
      id: ANNA,
      userPrincipalName: 'anna.lee@contoso.example',
      mail: 'anna.lee@contoso.example',
      proxyAddresses: ['SMTP:anna.lee@contoso.example'],
      displayName: 'anna.lee@contoso.example',
      userType: 'Member',
      accountEnabled: true,
    });
  });

  it('is paged by next links that keep the query', async () => {
    graph.simulator.switches.usersPageSize = 1;
    const first = await graph.ask('GET', USERS);
    const link = first.json['@odata.nextLink'] as string;
    const second = await graph.send('GET', link, undefined, { authorization: 'Bearer exchange-simulator' });

    expect(first.value.map(({ id }) => id)).toEqual([ANNA]);
    expect(second.value.map(({ id }) => id)).toEqual([BEN]);
    expect(second.json).not.toHaveProperty('@odata.nextLink');
    expect(decodeURIComponent(link)).toContain('$select=id,userPrincipalName,mail');
  });

  it.each([
    ['more than 999 a page', '/users?$top=1000', 400],
    ['a property that users do not have here', '/users?$select=id,manager', 400],
    ['a filter', "/users?$filter=mail eq 'x'", 400],
    ['a delta', '/users/delta', 404],
    ['the organisation', '/organization', 404],
  ])('refuses %s', async (_case, path, status) => {
    expect((await graph.ask('GET', path)).status).toBe(status);
  });
});

describe('tokens', () => {
  it.each([
    ['no token', {}],
    ['another token', { authorization: 'Bearer other' }],
    ['another scheme', { authorization: 'Basic exchange-simulator' }],
  ])('%s is 401 InvalidAuthenticationToken', async (_case, headers) => {
    expect(await graph.send('GET', `${graph.simulator.url}/users`, undefined, headers as Record<string, string>)).toMatchObject({
      status: 401,
      code: 'InvalidAuthenticationToken',
    });
  });

  it('expire in the middle when others are switched on', async () => {
    expect((await graph.ask('GET', '/users')).status).toBe(200);
    await graph.control('PATCH', 'switches', { tokens: ['next'] });

    expect((await graph.ask('GET', '/users')).code).toBe('InvalidAuthenticationToken');
    expect((await graph.ask('GET', '/users', undefined, { authorization: 'Bearer next' })).status).toBe(200);
  });
});

describe('mailboxes that do not open', () => {
  it.each([
    ['guest', 404, 'MailboxNotEnabledForRESTAPI'],
    ['unlicensed', 404, 'MailboxNotEnabledForRESTAPI'],
    ['on-premises', 404, 'MailboxNotEnabledForRESTAPI'],
    ['soft-deleted', 404, 'MailboxNotEnabledForRESTAPI'],
    ['none', 404, 'ErrorNonExistentMailbox'],
    ['gone', 404, 'ErrorInvalidUser'],
    ['out-of-scope', 403, 'ErrorAccessDenied'],
  ])('%s: %s %s', async (mailbox, status, code) => {
    await graph.control('POST', 'users', [{ id: ANNA, userPrincipalName: 'anna.lee@contoso.example', mailbox }]);

    expect(await graph.ask('GET', `/users/${ANNA}/mailFolders/msgfolderroot?$select=id`)).toMatchObject({ status, code });
    expect(await graph.create()).toMatchObject({ status, code });
    expect((await graph.create({}, BEN)).status).toBe(201);
  });

  it('a user nobody knows: 404 Request_ResourceNotFound', async () => {
    expect(await graph.create({}, '99999999-0000-4000-8000-000000000009')).toMatchObject({ status: 404, code: 'Request_ResourceNotFound' });
  });

  it('an alias names nobody: only object id and user principal name do', async () => {
    await graph.control('POST', 'users', [
      { id: ANNA, userPrincipalName: 'anna.lee@contoso.example', proxyAddresses: ['smtp:a@contoso.example'] },
    ]);

    expect((await graph.create({}, 'a@contoso.example')).status).toBe(404);
    expect((await graph.create({}, 'Anna.Lee@contoso.example')).status).toBe(201);
  });

  it('shared mailboxes work like those of users', async () => {
    await graph.control('POST', 'users', [{ id: ANNA, userPrincipalName: 'anna.lee@contoso.example', mailbox: 'shared' }]);

    expect((await graph.create()).status).toBe(201);
  });

  it('a mailbox comes into the scope while the simulator runs', async () => {
    await graph.control('POST', 'users', [{ id: ANNA, userPrincipalName: 'anna.lee@contoso.example', mailbox: 'out-of-scope' }]);
    const before = await graph.create();
    await graph.control('POST', 'users', [{ id: ANNA, userPrincipalName: 'anna.lee@contoso.example', mailbox: 'user' }]);

    expect([before.status, (await graph.create()).status]).toEqual([403, 201]);
  });
});

describe('a full mailbox', () => {
  it.each([
    [400, 400],
    [507, 507],
  ] as const)('is read and takes nothing: %s ErrorQuotaExceeded', async (quotaStatus, status) => {
    await graph.control('PATCH', 'switches', { quotaStatus });
    await graph.control('POST', 'users', [{ id: ANNA, userPrincipalName: 'anna.lee@contoso.example', mailbox: 'full' }]);

    expect(await graph.create()).toMatchObject({ status, code: 'ErrorQuotaExceeded' });
    expect((await graph.ask('GET', `/users/${ANNA}/mailFolders/inbox/messages`)).status).toBe(200);
  });

  it('becomes full by what is put into it', async () => {
    await graph.control('POST', 'users', [{ id: ANNA, userPrincipalName: 'anna.lee@contoso.example', quotaInBytes: 2_000 }]);

    expect([(await graph.create()).status, (await graph.create()).code]).toEqual([201, 'ErrorQuotaExceeded']);
  });
});

describe('what the simulator does not have', () => {
  it('paths with dot segments, encoded or not', () => {
    for (const dots of ['..', '%2e%2E', '.']) expect(() => findRoute('GET', `/v1.0/users/${dots}/mailFolders`)).toThrow('dot segment');
  });

  it.each([
    ['GET', '/me/messages', 404],
    ['GET', `/users/${ANNA}/calendar`, 404],
    ['PUT', `/users/${ANNA}/mailFolders/inbox`, 501],
  ])('%s %s is refused and counted', async (method, path, status) => {
    expect((await graph.ask(method, path)).status).toBe(status);
  });
});

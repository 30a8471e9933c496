import { ANNA, GUID, SimulatorClient } from './simulator-client';

const TAG = `String ${GUID} Name TestFolder`;
const FOLDERS = `/users/${ANNA}/mailFolders`;

let graph: SimulatorClient;
beforeEach(async () => {
  graph = await SimulatorClient.start();
});
afterEach(() => graph.stop());

const create = (body: Record<string, unknown>) => graph.ask('POST', FOLDERS, body);
const named = (name: string, more = '') => graph.ask('GET', `${FOLDERS}?$filter=${encodeURIComponent(`displayName eq '${name}'`)}${more}`);
const tagged = (value: string, more = '') =>
  graph.ask(
    'GET',
    `${FOLDERS}?$filter=${encodeURIComponent(`singleValueExtendedProperties/any(ep:ep/id eq '${TAG}' and ep/value eq '${value}')`)}${more}`,
  );

describe('creating a folder', () => {
  it('makes it under the root', async () => {
    const { status, json } = await create({ displayName: 'Signal Archiver' });

    expect(status).toBe(201);
    expect(json).toMatchObject({ displayName: 'Signal Archiver', isHidden: false, totalItemCount: 0, parentFolderId: `${ANNA}-root` });
  });

  it('is 409 ErrorFolderExists when there is one of that name, whatever its case', async () => {
    await create({ displayName: 'Signal Archiver' });

    expect(await create({ displayName: 'signal archiver' })).toMatchObject({ status: 409, code: 'ErrorFolderExists' });
  });

  it('lets exactly one of two at the same moment win', async () => {
    const statuses = (await Promise.all([create({ displayName: 'A' }), create({ displayName: 'A' })])).map(({ status }) => status);

    expect(statuses.sort()).toEqual([201, 409]);
  });

  it('takes extended properties, and is found by them', async () => {
    const { json } = await create({ displayName: 'A', singleValueExtendedProperties: [{ id: TAG, value: 'archive' }] });

    expect((await tagged('archive')).value).toEqual([expect.objectContaining({ id: json['id'] })]);
    expect((await tagged('staging')).value).toEqual([]);
  });

  it.each([
    ['without a name', { displayName: ' ' }, 'ErrorInvalidArgument'],
    ['with a property that cannot be written', { displayName: 'A', totalItemCount: 1 }, 'RequestBodyRead'],
  ])('is refused %s', async (_case, body, code) => {
    expect(await create(body)).toMatchObject({ status: 400, code });
  });

  it('under another folder leaves the root free for the same name', async () => {
    expect((await graph.ask('POST', `${FOLDERS}/inbox/childFolders`, { displayName: 'A' })).status).toBe(201);
    expect((await create({ displayName: 'A' })).status).toBe(201);
  });
});

describe('listing folders', () => {
  it('shows hidden ones only with includeHiddenFolders=true', async () => {
    await create({ displayName: 'Hidden', isHidden: true });

    expect((await named('Hidden')).value).toEqual([]);
    expect((await named('Hidden', '&includeHiddenFolders=true')).value).toEqual([expect.objectContaining({ isHidden: true })]);
  });

  it('compares names without case', async () => {
    await create({ displayName: 'Signal Archiver' });

    expect((await named('SIGNAL ARCHIVER')).value).toHaveLength(1);
  });

  it('takes a quote in a name when it is doubled', async () => {
    await create({ displayName: "Anna's" });

    expect((await named("Anna''s")).value).toHaveLength(1);
  });

  it('shows the children of the root only, not what lies below them', async () => {
    const { json } = await graph.ask('POST', `${FOLDERS}/inbox/childFolders`, {
      displayName: 'Below',
      singleValueExtendedProperties: [{ id: TAG, value: 'archive' }],
    });

    expect((await tagged('archive')).value).toEqual([]);
    expect((await graph.ask('GET', `${FOLDERS}/inbox/childFolders`)).value).toEqual([expect.objectContaining({ id: json['id'] })]);
  });

  it('shows what lies below when that is switched on', async () => {
    graph.simulator.switches.listsNestedFolders = true;
    await graph.ask('POST', `${FOLDERS}/inbox/childFolders`, { displayName: 'Below' });

    expect((await named('Below')).value).toHaveLength(1);
  });

  it('expands the one property that is asked for', async () => {
    await create({ displayName: 'A', singleValueExtendedProperties: [{ id: TAG, value: 'archive' }] });
    const expand = encodeURIComponent(`singleValueExtendedProperties($filter=id eq '${TAG}')`);

    expect((await tagged('archive', `&$select=id,displayName&$expand=${expand}`)).value).toEqual([
      { id: expect.any(String), displayName: 'A', singleValueExtendedProperties: [{ id: TAG, value: 'archive' }] },
    ]);
  });

  it('goes on with the next link', async () => {
    for (let count = 0; count < 12; count += 1) await create({ displayName: `F${count}` });
    const first = await graph.ask('GET', FOLDERS);
    const next = await graph.send('GET', first.json['@odata.nextLink'] as string, undefined, {
      authorization: 'Bearer exchange-simulator',
    });

    expect([first.value.length, next.value.length]).toEqual([10, 7]);
  });
});

describe('one folder', () => {
  it.each(['msgfolderroot', 'inbox', 'deleteditems'])('is found by its well-known name %s', async (name) => {
    expect((await graph.ask('GET', `${FOLDERS}/${name}?$select=id`)).json).toEqual({ id: expect.stringContaining(ANNA) });
  });

  it('is 404 ErrorItemNotFound when it is not there', async () => {
    expect(await graph.ask('GET', `${FOLDERS}/AAMkF`)).toMatchObject({ status: 404, code: 'ErrorItemNotFound' });
  });
});

describe('what users do with their folders', () => {
  const act = (body: Record<string, unknown>) => graph.control('POST', 'acts', { mailbox: ANNA, ...body });
  let id: string;
  beforeEach(async () => {
    id = (await create({ displayName: 'A', singleValueExtendedProperties: [{ id: TAG, value: 'archive' }] })).json['id'] as string;
    await graph.create({}, ANNA, id);
  });

  it('a renamed folder keeps its id and its tag', async () => {
    await act({ kind: 'rename-folder', folder: 'A', displayName: 'B' });

    expect((await tagged('archive')).value).toEqual([expect.objectContaining({ id, displayName: 'B' })]);
  });

  it('a moved folder keeps its id and takes new messages', async () => {
    await act({ kind: 'move-folder', folder: 'A', parent: 'inbox' });

    expect((await graph.create({}, ANNA, id)).status).toBe(201);
  });

  it('a deleted folder lies in Deleted Items and still takes messages', async () => {
    await act({ kind: 'delete-folder', folder: 'A' });

    expect((await named('A')).value).toEqual([]);
    expect((await graph.create({}, ANNA, id)).status).toBe(201);
  });

  it('a folder deleted for good is gone with its messages', async () => {
    await act({ kind: 'delete-folder', folder: 'A', isPermanent: true });

    expect((await graph.create({}, ANNA, id)).code).toBe('ErrorItemNotFound');
    expect((await graph.control('GET', 'statistics')).json['messages']).toBe(0);
  });
});

import { gunzipSync } from 'node:zlib';
import { allEvents, listAudit } from '../../../runtime/pipeline/admin/audit-list';
import { correctNumber } from '../../../runtime/pipeline/admin/correct-number';
import { evidencePack } from '../../../runtime/pipeline/admin/evidence-pack';
import { find } from '../../../runtime/pipeline/admin/find';
import { pauseConnector, resumeConnector } from '../../../runtime/pipeline/admin/pause';
import { recordAct } from '../../../runtime/pipeline/audit/audit-events';
import { type AdministeredDay, anAdministeredDay } from './a-day';
import { ADMIN } from './admin-world';

const ALWAYS = { from: new Date('2026-01-01'), to: new Date('2099-01-01'), reason: 'request 17' };

/** Names and contents of the files of a tape archive. */
function filesOf(archive: Buffer): ReadonlyMap<string, Buffer> {
  const tar = gunzipSync(archive);
  const files = new Map<string, Buffer>();
  for (let at = 0; at < tar.length && tar[at] !== 0; ) {
    const name = tar
      .subarray(at, at + 100)
      .toString('latin1')
      .replace(/\0.*$/s, '');
    const bytes = Number.parseInt(tar.subarray(at + 124, at + 136).toString('latin1'), 8);
    files.set(name, tar.subarray(at + 512, at + 512 + bytes));
    at += 512 + Math.ceil(bytes / 512) * 512;
  }
  return files;
}

describe('the record of acts', () => {
  let day: AdministeredDay;
  beforeAll(async () => {
    day = await anAdministeredDay();
    await pauseConnector('one', ADMIN, day.ports());
    await day.world.clock.advance(86_400_000);
    await resumeConnector('two', { ...ADMIN, id: 'rosa.marsh@contoso.example' }, day.ports());
  });

  it('has the newest first, in pages, verified as a chain', async () => {
    const first = await listAudit({ limit: 2 }, day.ports());
    const rest = await listAudit({ limit: 2, before: first.next as number }, day.ports());

    expect(first.events.map(({ act }) => act)).toEqual(['resume', 'pause']);
    expect(rest.events.map(({ act }) => act)).toEqual(['activate-mapping']);
    expect(first).toMatchObject({
      total: 3,
      matching: 3,
      next: 2,
      findings: [],
      people: ['ivo.klein@contoso.example', 'rosa.marsh@contoso.example', 'test'],
    });
    expect(rest.next).toBeUndefined();
  });

  it.each([
    ['act', { act: 'pause' as const }, ['pause']],
    ['person', { person: 'rosa.marsh@contoso.example' }, ['resume']],
    ['beginning', { from: '2026-11-22T00:00:00.000Z' }, ['resume']],
    ['end', { to: '2026-11-22T00:00:00.000Z' }, ['pause', 'activate-mapping']],
    ['what nobody did', { act: 'release' as const }, []],
  ])('is filtered by %s', async (_case, filter, acts) => {
    expect((await listAudit({ ...filter, limit: 9 }, day.ports())).events.map(({ act }) => act)).toEqual(acts);
  });

  it('keeps every act, also of people who act at the same moment', async () => {
    const busy = await anAdministeredDay();
    const ports = busy.ports();

    await Promise.all(
      Array.from({ length: 8 }, (_none, index) =>
        recordAct(
          { actor: `person ${index}`, role: '', act: 'probe', target: '', beforeHash: '', afterHash: '', reason: '', approver: '' },
          ports,
        ),
      ),
    );

    const { events, findings } = await allEvents(busy.ports());
    expect(events.map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(findings).toEqual([]);
  });

  it('shows an event that was changed, and one that is gone', async () => {
    const broken = await anAdministeredDay();
    for (const reason of ['one', 'two', 'three']) await pauseConnector(reason, ADMIN, broken.ports());
    const { events } = broken.world.stores;
    const second = await events.get('events', '000000000002');
    if (second !== undefined) await events.upsert({ ...second.row, reason: 'something else' });
    await events.remove({ partition: 'events', key: '000000000003' });

    const { findings } = await listAudit({ limit: 9 }, broken.ports());

    expect(findings.map(({ code, sequence }) => [code, sequence])).toEqual([
      ['changed-event', 2],
      ['missing-event', 3],
    ]);
  });
});

describe('the evidence pack', () => {
  it('holds chain, signed reports with what they cover, keys, mapping versions and acts, and is an act itself', async () => {
    const day = await anAdministeredDay();

    const archive = await evidencePack(ALWAYS, ADMIN, day.ports());

    const files = filesOf(archive);
    const runId = day.report.runId;
    expect([...files.keys()].map((name) => name.replace(/[0-9a-f]{64}|[0-9a-f]{16}(?=\.json)/, '<hash>'))).toEqual([
      'evidence/chain/0000000001.json',
      ...['report.json', 'report.html', 'deliveries.jsonl', 'events.jsonl'].map((name) => `evidence/${runId}/${name}`),
      'evidence/keys/<hash>.json',
      'evidence/mappings/<hash>.csv',
      'evidence/events.jsonl',
      'evidence/README.txt',
    ]);
    const stored = await day.world.stores.reports.get(`${runId}/report.json`);
    expect(files.get(`evidence/${runId}/report.json`)?.equals(stored?.content ?? Buffer.alloc(0))).toBe(true);
    expect((await listAudit({ limit: 1 }, day.ports())).events[0]).toMatchObject({ act: 'export-evidence', reason: 'request 17' });
  });

  it('holds only the chain of a time in which no report was closed', async () => {
    const day = await anAdministeredDay();

    const files = filesOf(await evidencePack({ ...ALWAYS, to: new Date('2026-02-01') }, ADMIN, day.ports()));

    expect([...files.keys()].filter((name) => name.includes('report'))).toEqual([]);
    expect(files.has('evidence/chain/0000000001.json')).toBe(true);
  });
});

describe('what is looked for', () => {
  let day: AdministeredDay;
  beforeAll(async () => {
    day = await anAdministeredDay();
  });

  it('may be part of a mailbox address', async () => {
    const { mailboxes } = await find('okafor', undefined, day.ports());

    expect(mailboxes).toEqual([expect.objectContaining({ address: 'maya.okafor@contoso.example' })]);
    expect(mailboxes[0]?.delivered).toBeGreaterThan(0);
  });

  it('may be a number, in any form', async () => {
    const { number, items } = await find('+44 7700 900151', undefined, day.ports());

    expect(number).toMatchObject({ shown: '447700900151', rows: [], held: 3 });
    expect(items.length).toBeGreaterThan(0);
  });

  it('may be an item, whole or by its first digits, with what became of it in each mailbox', async () => {
    const [item] = day.day.expected.items.filter(({ mailboxes }) => mailboxes.length > 1);

    const whole = await find(item?.itemId ?? '', undefined, day.ports());
    const begin = await find(item?.itemId.slice(0, 12) ?? '', undefined, day.ports());

    expect(whole.items.map(({ itemId }) => itemId)).toEqual([item?.itemId]);
    expect(begin.items).toEqual(whole.items);
    expect(whole.items[0]?.deliveries).toHaveLength(item?.mailboxes.length ?? 0);
    expect(whole.searchedBackTo).toBeUndefined();
  });

  it('may be the id that the vendor gave a message', async () => {
    const [item] = day.day.expected.items;

    const { items } = await find(item?.message ?? '', undefined, day.ports());

    expect(items.map(({ itemId }) => itemId)).toContain(item?.itemId);
  });

  it('may be a run, a package, a mapping version or an act by its hash', async () => {
    const { events } = await allEvents(day.ports());
    const kinds = async (text: string) => (await find(text, undefined, day.ports())).hashes.map(({ kind }) => kind);

    expect(await kinds(day.report.runId)).toEqual(['run']);
    expect(await kinds(day.report.packages[0]?.sha256 ?? '')).toEqual(['package']);
    expect(await kinds(day.report.mappingVersion)).toEqual(['mapping']);
    expect(await kinds(events[0]?.hash ?? '')).toEqual(['event']);
  });

  it.each(['', 'z', 'ffffffffffff', '999999999999', "x' or '1' eq '1"])('may be nothing: "%s"', async (text) => {
    expect(await find(text, undefined, day.ports())).toMatchObject({ mailboxes: [], items: [], hashes: [] });
  });
});

describe('a wrong mapping', () => {
  it('is corrected by routing the items of a number again: mailboxes without a copy get one, nothing is taken back', async () => {
    const day = await anAdministeredDay();
    const copies = day.world.exchange.archived().length;

    const done = await day.act((ports) => correctNumber({ number: '+447700900101', ...ALWAYS }, ADMIN, ports));

    expect(done.items).toBeGreaterThan(0);
    expect(day.world.exchange.archived()).toHaveLength(copies);
    await expect(correctNumber({ number: '447700900999', ...ALWAYS }, ADMIN, day.ports())).rejects.toMatchObject({ code: 'no-items' });
    await expect(correctNumber({ number: 'nobody', ...ALWAYS }, ADMIN, day.ports())).rejects.toMatchObject({ code: 'no-number' });
  });
});

describe('acts that come after the record was read', () => {
  const act = { actor: 'x', role: '', act: 'probe', target: '', beforeHash: '', afterHash: '', reason: '', approver: '' } as const;

  it('follow it, and are verified as its successors', async () => {
    const day = await anAdministeredDay();
    const ports = day.ports();
    const first = await allEvents(ports);
    await recordAct(act, ports);
    await day.world.clock.advance(3_000);
    const good = await allEvents(ports);
    await ports.stores.events.upsert({
      ...act,
      partition: 'events',
      key: '000000000003',
      v: 1,
      at: '',
      sequence: 3,
      previous: 'another',
      hash: 'x',
    });
    await day.world.clock.advance(3_000);
    const bad = await allEvents(ports);

    expect([first, good, bad].map(({ events, findings }) => [events.length, findings.length > 0])).toEqual([
      [1, false],
      [2, false],
      [3, true],
    ]);
  });

  it('do not hide for long that an older one was changed', async () => {
    const day = await anAdministeredDay();
    const ports = day.ports();
    await allEvents(ports);
    const stored = await ports.stores.events.get('events', '000000000001');
    if (stored !== undefined) await ports.stores.events.upsert({ ...stored.row, reason: 'changed' });
    await day.world.clock.advance(10 * 60_000);

    expect((await allEvents(ports)).findings).toEqual([expect.objectContaining({ code: 'changed-event', sequence: 1 })]);
  });
});

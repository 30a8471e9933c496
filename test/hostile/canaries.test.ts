import { inspect } from 'node:util';
import { JsonLog } from '../../runtime/adapters/telemetry/json-log';
import { NotInScopeError } from '../../runtime/ports/exchange-errors';
import { QUEUE_NAMES } from '../../runtime/ports/queues';
import { emlOf, packageEntries, rawZip, yazlZip } from '../domain/package/zip-samples';
import { aUser } from '../domain/routing/builders';
import type { FaultHook } from '../fakes/fault-gate';
import { activate, readReport } from '../pipeline/synthetic-world';
import { World } from '../pipeline/world/world';
import { RandomSource } from './item/random-source';

/** Strings that stand nowhere else: what may know them must be told; everybody else must not. */
const CANARY = {
  subject: 'canarysubjectqx',
  body: 'canarybodyqx',
  html: 'canaryhtmlqx',
  attachment: 'canaryfileqx',
  header: 'canaryheaderqx',
  name: 'canarynameqx',
  address: 'canaryaddressqx',
  entry: 'canaryentryqx',
  number: '447700901357',
} as const;
const OF_CONTENT = [CANARY.subject, CANARY.body, CANARY.html, CANARY.attachment, CANARY.header];
const OF_PEOPLE = [CANARY.name, CANARY.address, CANARY.number];
const ANNA = 'Anna Lee 447700900123 <anna@contoso.example>';
const STRANGER = `${CANARY.name} ${CANARY.number} <${CANARY.address}@elsewhere.example>`;

function item(id: number, from: string, more: { readonly headers?: readonly string[]; readonly attachmentBytes?: number } = {}): Buffer {
  const picture = Buffer.from(CANARY.attachment.padEnd(more.attachmentBytes ?? 200, ' qx'))
    .toString('base64')
    .replace(/.{76}/g, '$&\r\n');
  return Buffer.from(
    [
      `From: ${from}`,
      `To: ${STRANGER}, Ben ${CANARY.name} 447700900124 <ben@contoso.example>`,
      `Subject: Signal message ${CANARY.subject}`,
      `Date: Fri, 20 Nov 2026 10:00:0${id % 10} +0000`,
      `Message-ID: <179516880000${id}_447700900123>`,
      `X-Odd: ${CANARY.header}`,
      ...(more.headers ?? []),
      'Content-Type: multipart/mixed; boundary=b',
      '',
      '--b',
      'Content-Type: text/html',
      '',
      `<p>${CANARY.body}</p><script>${CANARY.html}</script>`,
      '--b',
      `Content-Type: image/jpeg; name="${CANARY.attachment}.jpg"`,
      'Content-Transfer-Encoding: base64',
      '',
      picture,
      '--b--',
      '',
    ].join('\r\n'),
  );
}

async function packages(): Promise<readonly [name: string, content: Buffer][]> {
  const items = [
    item(0, ANNA),
    item(1, STRANGER),
    item(2, ANNA, { headers: [`From: ${STRANGER}`] }),
    item(3, ANNA, { headers: [`X-User-Email-Address: ${CANARY.address}@elsewhere.example`, 'X-User-Email-Address: x@contoso.example'] }),
    item(4, ANNA, { headers: [`X-Source-Type: WhatsApp ${CANARY.header}`] }),
    item(5, ANNA, { attachmentBytes: 600_000 }),
    item(6, ANNA, { headers: [`Date: ${CANARY.header}`, `Content-Type: text/plain; charset=${CANARY.header}`] }),
    item(7, `Carl 447700900125 <carl@contoso.example>`),
    Buffer.concat([Buffer.alloc(64, 1), Buffer.from(CANARY.body)]),
    item(9, ANNA, { attachmentBytes: 5_000_000 }),
  ].map((content, index) => ({ name: `${CANARY.entry}-${index}.eml`, content }));
  const bad = [
    { name: `../${CANARY.entry}.eml`, content: item(1, ANNA) },
    { name: `${CANARY.entry}-locked.eml`, content: emlOf(CANARY.body), flags: 0x801 },
    { name: `${CANARY.entry}-crc.eml`, content: emlOf(CANARY.body), crc32: 7 },
  ];
  return [
    ['202611200000-TeleMessage_1_100000.zip', await yazlZip(packageEntries(items))],
    ['202611200000-TeleMessage_2_110000.zip', rawZip(bad)],
    ['202611200000-TeleMessage_3_120000.zip', Buffer.from(`<html>${CANARY.body}</html>`)],
  ];
}

const MAPPING = 'mobile,mailbox\n447700900123,anna@contoso.example\n447700900125,carl@contoso.example\n';

async function canaryWorld(): Promise<{ world: World; messages: string[] }> {
  const world = new World({ start: '2026-11-21T06:30:00Z', users: ['anna', 'ben', 'carl'].map((name) => aUser(name)) });
  world.options = { ...world.options, allowedDomains: ['contoso.example'] };
  for (const [name, content] of await packages()) world.site.put(name, content, { arrivedAt: new Date('2026-11-20T12:00:00Z') });
  world.exchange.mailbox('carl').refusal = () => new NotInScopeError('carl');
  const messages: string[] = [];
  for (const name of [...QUEUE_NAMES, ...QUEUE_NAMES.map((queue) => `${queue}-poison`)]) {
    const store = world.account.queues.queue(name);
    const send = store.send.bind(store);
    jest.spyOn(store, 'send').mockImplementation((text, delay) => {
      messages.push(Buffer.from(text, 'base64').toString());
      send(text, delay);
    });
  }
  return { world, messages };
}

/** One call in thirty fails, with or without its effect. */
function trouble(seed: number): FaultHook {
  const random = new RandomSource(seed);
  return () => (random.chance(1 / 30) ? random.pick(['fail-before', 'fail-after'] as const) : 'pass');
}

async function importDay(world: World, mapping: string, hook?: FaultHook): Promise<string> {
  const process = world.process();
  await activate(process, mapping, 'yes');
  const run = await process.run(() => process.pipeline.openRun({ trigger: 'schedule', by: 'schedule' }));
  await world.process(hook).drain({ workers: 4 });
  return run?.partition ?? '';
}

/** The timer, which sweeps up what a fault left behind. */
async function settle(world: World): Promise<void> {
  const process = world.process();
  const deadline = new Date(world.clock.now().getTime() + 60_000);
  await process.run(() => process.pipeline.settle({ deadline, signal: new AbortController().signal }));
}

function hits(canaries: readonly string[], where: string, texts: Iterable<unknown>): string[] {
  const found: string[] = [];
  for (const each of texts) {
    const text = (
      typeof each === 'string' ? each : inspect(each, { depth: 12, maxStringLength: null, maxArrayLength: null })
    ).toLowerCase();
    for (const canary of canaries) if (text.includes(canary)) found.push(`${where}: ${canary} in ${text.slice(0, 300)}`);
  }
  return found;
}

const tables = (world: World, ...names: Parameters<typeof world.account.table>[0][]) =>
  names.flatMap((name) => [...world.account.table(name).rows()]);

describe('what an item says is told to its mailbox alone', () => {
  it.each([1, 2, 3])('no canary in log lines, queue messages, errors, ledger rows and reports (faults by seed %d)', async (seed) => {
    const { world, messages } = await canaryWorld();
    const run = await importDay(world, MAPPING, trouble(seed));
    const second = await importDay(world, `${MAPPING}${CANARY.number},ben@contoso.example\n`, trouble(seed + 100));

    // The canaries came through: what follows looks for something that is there.
    expect(world.exchange.archived().filter(({ subject }) => subject.includes(CANARY.subject)).length).toBeGreaterThan(5);
    const reports = [...world.account.container('reports').blobs.values()].map(({ content }) => content.toString());
    const ledger = tables(world, 'runs', 'batches', 'deliveries', 'mailboxes', 'events');
    const held = tables(world, 'held', 'packages', 'numbers');
    const shownLines: string[] = [];
    const log = new JsonLog((_level, line) => shownLines.push(line));
    for (const { level, text, fields } of world.log) log[level](text, fields);

    expect((await readReport(world, run)).counts.held).toBeGreaterThan(0);
    expect(second).not.toBe(run);
    expect([world.log.length, messages.length, ledger.length, held.length, reports.length].every((count) => count > 5)).toBe(true);
    expect([
      ...hits([...OF_CONTENT, ...OF_PEOPLE, CANARY.entry], 'log', world.log),
      ...hits([...OF_CONTENT, ...OF_PEOPLE, CANARY.entry], 'queue', messages),
      ...hits([...OF_CONTENT, ...OF_PEOPLE, CANARY.entry], 'error', world.failures),
      ...hits([...OF_CONTENT, ...OF_PEOPLE, CANARY.entry], 'ledger', ledger),
      ...hits(OF_CONTENT, 'held', held),
      ...hits(OF_CONTENT, 'report', reports),
    ]).toEqual([]);
    expect(shownLines.filter((line) => line.includes('droppedFields'))).toEqual([]);
    await settle(world);
    expect([...world.account.container('work').blobs.keys()]).toEqual([]);
  });
});

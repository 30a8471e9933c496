import { createHash, generateKeyPairSync, sign, verify } from 'node:crypto';
import fc from 'fast-check';
import { type ChainFinding, verifyChain } from '../../../runtime/domain/evidence/chain';
import {
  CHAIN_SCHEMA,
  type ChainEntry,
  chainEntryBytes,
  chainEntryName,
  parseChainEntry,
} from '../../../runtime/domain/evidence/chain-entry';
import { deliveryLine } from '../../../runtime/domain/evidence/delivery-line';
import type { UnsignedReport } from '../../../runtime/domain/evidence/report';
import { reportBytes, signedContent, verifyReport } from '../../../runtime/domain/evidence/report-bytes';
import { aDelivery } from './sample-delivery';
import { COMPLETE_DAY } from './sample-report';

const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');
const signOf = (content: Buffer): string => sign('sha256', content, privateKey).toString('base64');
const verifies = async (content: Buffer, signature: string, keyId: string): Promise<boolean> =>
  keyId === 'key-1' && verify('sha256', content, publicKey, Buffer.from(signature, 'base64'));

type Files = Map<string, Buffer>;

/** A container with a chain of reports, each with two deliveries. */
function chainOf(length: number): Files {
  const files: Files = new Map();
  let previousReport: UnsignedReport['previous'] = { runId: null, sha256: null };
  let previousEntry: string | null = null;
  for (let sequence = 1; sequence <= length; sequence += 1) {
    const runId = `run-${sequence}`;
    const deliveries = Buffer.from(['a', 'b'].map((key) => deliveryLine(aDelivery({ importKey: `${key}${sequence}` }))).join(''));
    const events = Buffer.from('');
    const unsigned: UnsignedReport = {
      ...COMPLETE_DAY,
      runId,
      finishedAt: `2026-11-${10 + sequence}T06:34:00.000Z`,
      counts: { ...COMPLETE_DAY.counts, deliveriesAvailable: 2, imported: 2, skippedAsDuplicate: 0 },
      files: { deliveriesSha256: sha256(deliveries), eventsSha256: sha256(events) },
      previous: previousReport,
    };
    const report = reportBytes(unsigned, { algorithm: 'ES256', keyId: 'key-1', value: signOf(signedContent(unsigned)) });
    const html = Buffer.from(`<p>${runId}</p>`);
    const entry: ChainEntry = {
      schema: CHAIN_SCHEMA,
      sequence,
      runId,
      reportSha256: sha256(report),
      htmlSha256: sha256(html),
      deliveriesSha256: sha256(deliveries),
      eventsSha256: sha256(events),
      previous: previousEntry,
      closedAt: unsigned.finishedAt,
    };
    files.set(`${runId}/report.json`, report).set(`${runId}/report.html`, html);
    files.set(`${runId}/deliveries.jsonl`, deliveries).set(`${runId}/events.jsonl`, events);
    files.set(chainEntryName(sequence), chainEntryBytes(entry));
    previousReport = { runId, sha256: sha256(report) };
    previousEntry = sha256(chainEntryBytes(entry));
  }
  return files;
}

async function check(files: Files, options = {}): Promise<readonly ChainFinding[]> {
  const open = async (name: string) => {
    const bytes = files.get(name);
    return bytes === undefined ? undefined : pieces(bytes);
  };
  const names = async function* () {
    yield* [...files.keys()].sort();
  };
  return (await verifyChain({ names, open }, verifies, options)).findings;
}

async function* pieces(bytes: Buffer): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += 100) yield bytes.subarray(at, at + 100);
}

const filesOf = (findings: readonly ChainFinding[]): string[] => [...new Set(findings.map(({ file }) => file))];
const headOf = (files: Files, sequence: number) => ({
  head: { sequence, entrySha256: sha256(files.get(chainEntryName(sequence)) as Buffer) },
});
const change = (files: Files, name: string, edit: (bytes: Buffer) => Buffer): Files =>
  new Map(files).set(name, edit(Buffer.from(files.get(name) as Buffer)));
const without = (files: Files, ...names: string[]): Files => new Map([...files].filter(([name]) => !names.includes(name)));

describe('a chain of reports', () => {
  const whole = chainOf(4);

  it('is found whole when nothing was touched', async () => {
    expect(await check(whole, headOf(whole, 4))).toEqual([]);
    expect(await check(new Map())).toEqual([]);
  });

  it('names the file of every changed byte', async () => {
    const names = [...whole.keys()].filter((name) => (whole.get(name) as Buffer).length > 0);
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...names), fc.nat(), fc.integer({ min: 0, max: 7 }), async (name, position, bit) => {
        const changed = change(whole, name, (bytes) => {
          const at = position % bytes.length;
          bytes[at] = (bytes[at] ?? 0) ^ (1 << bit);
          return bytes;
        });
        expect(filesOf(await check(changed, headOf(whole, 4)))).toContain(name);
      }),
      { numRuns: 400 },
    );
  });

  it.each([
    ['a report that is missing', (files: Files) => without(files, 'run-2/report.json'), 'missing-file', 'run-2/report.json'],
    ['an entry that is missing', (files: Files) => without(files, chainEntryName(2)), 'missing-entry', chainEntryName(2)],
    [
      'a run that was taken out as a whole',
      (files: Files) => without(files, ...[...files.keys()].filter((name) => name.startsWith('run-3/')), chainEntryName(3)),
      'missing-entry',
      chainEntryName(3),
    ],
    [
      'a report that was put in',
      (files: Files) => new Map(files).set('run-9/report.json', files.get('run-1/report.json') as Buffer),
      'inserted-file',
      'run-9/report.json',
    ],
    [
      'a file that was put beside a report',
      (files: Files) => new Map(files).set('run-1/notes.txt', Buffer.from('x')),
      'inserted-file',
      'run-1/notes.txt',
    ],
    [
      'an entry that was put at the end',
      (files: Files) => new Map(files).set(chainEntryName(5), files.get(chainEntryName(4)) as Buffer),
      'moved-entry',
      chainEntryName(5),
    ],
    [
      'an entry of a name that no entry has',
      (files: Files) => new Map(files).set('chain/5.json', files.get(chainEntryName(4)) as Buffer),
      'inserted-file',
      'chain/5.json',
    ],
  ])('names %s', async (_case, edit, code, file) => {
    expect(await check(edit(whole), headOf(whole, 4))).toContainEqual(expect.objectContaining({ code, file }));
  });

  it('names entries that changed places', async () => {
    const [two, three] = [whole.get(chainEntryName(2)) as Buffer, whole.get(chainEntryName(3)) as Buffer];
    const swapped = new Map(whole).set(chainEntryName(2), three).set(chainEntryName(3), two);

    const findings = await check(swapped, headOf(whole, 4));

    expect(findings).toContainEqual(expect.objectContaining({ code: 'moved-entry', file: chainEntryName(2) }));
    expect(findings).toContainEqual(expect.objectContaining({ code: 'moved-entry', file: chainEntryName(3) }));
  });

  it('misses an end that was cut off only without the ledger', async () => {
    const cut = without(whole, ...[...whole.keys()].filter((name) => name.startsWith('run-4/')), chainEntryName(4));

    expect(await check(cut)).toEqual([]);
    expect(await check(cut, headOf(whole, 4))).toEqual([
      { code: 'missing-entry', file: chainEntryName(4), detail: 'the entry is not there' },
    ]);
  });

  it('finds a report that was written anew without the key, with its entry and the ledger made to fit', async () => {
    const files = change(whole, 'run-4/report.json', (bytes) => Buffer.from(bytes.toString().replace('"imported": 2', '"imported": 3')));
    const entry = parseChainEntry(files.get(chainEntryName(4)) as Buffer) as ChainEntry;
    files.set(chainEntryName(4), chainEntryBytes({ ...entry, reportSha256: sha256(files.get('run-4/report.json') as Buffer) }));

    expect(await check(files, headOf(files, 4))).toContainEqual(
      expect.objectContaining({ code: 'wrong-signature', file: 'run-4/report.json' }),
    );
  });

  it('finds deliveries that were written anew with the entry made to fit, because the signed report names them', async () => {
    const files = change(whole, 'run-4/deliveries.jsonl', (bytes) => Buffer.from(bytes.toString().replace('"entry":0', '"entry":7')));
    const entry = parseChainEntry(files.get(chainEntryName(4)) as Buffer) as ChainEntry;
    files.set(chainEntryName(4), chainEntryBytes({ ...entry, deliveriesSha256: sha256(files.get('run-4/deliveries.jsonl') as Buffer) }));

    expect(await check(files, headOf(files, 4))).toContainEqual(
      expect.objectContaining({ code: 'changed-entry', file: chainEntryName(4) }),
    );
  });

  it('leaves the files of a run that is closing alone', async () => {
    const closing = new Map(whole).set('run-5/report.json', Buffer.from('{}'));

    expect(await check(closing, { closingRunId: 'run-5' })).toEqual([]);
  });

  it('counts the deliveries of each report again', async () => {
    const short = chainOf(1);
    const report = JSON.parse((short.get('run-1/report.json') as Buffer).toString()) as UnsignedReport & { signature?: unknown };
    const { signature: _none, ...unsigned } = { ...report, counts: { ...report.counts, imported: 1, failed: 1 } };
    short.set('run-1/report.json', reportBytes(unsigned, { algorithm: 'ES256', keyId: 'key-1', value: signOf(signedContent(unsigned)) }));

    const details = (await check(short)).filter(({ code }) => code === 'wrong-count').map(({ detail }) => detail);

    expect(details).toEqual([
      'The state is complete, its figures say degraded',
      'Deliveries imported: the report says 1, deliveries.jsonl lists 2',
      'Deliveries failed: the report says 1, deliveries.jsonl lists 0',
    ]);
  });
});

describe('the signature of a report', () => {
  const bytes = chainOf(1).get('run-1/report.json') as Buffer;

  it.each([
    ['stands as it was written', (text: string) => text, 'valid'],
    ['stands when only spaces changed', (text: string) => JSON.stringify(JSON.parse(text)), 'valid'],
    ['falls when a figure changed', (text: string) => text.replace('"imported": 2', '"imported": 3'), 'wrong-signature'],
    ['falls when a member was added', (text: string) => text.replace('{', '{"extra": 1,'), 'wrong-signature'],
    ['falls for a key that nobody knows', (text: string) => text.replace('key-1', 'key-2'), 'wrong-signature'],
    ['is none in a file that is no report', () => 'hello', 'not-a-report'],
    [
      'is none in a report that no JSON allows',
      (text: string) => text.replace('"trigger": "schedule"', String.raw`"trigger": "\ud800"`),
      'not-a-report',
    ],
  ])('%s', async (_case, edit, expected) => {
    expect(await verifyReport(Buffer.from(edit(bytes.toString())), verifies)).toBe(expected);
  });
});

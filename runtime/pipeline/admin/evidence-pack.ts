import { gzipSync } from 'node:zlib';
import { auditEventLine } from '../../domain/evidence/audit-event';
import { CHAIN_PREFIX, parseChainEntry, RUN_FILES, runFileName } from '../../domain/evidence/chain-entry';
import { parseReport } from '../../domain/evidence/report-bytes';
import { sha256Hex } from '../../domain/evidence/sha256';
import { type TarFile, tarEnd, tarEntry } from '../../domain/evidence/tar';
import { recordAct } from '../audit/audit-events';
import { mappingBlobName } from '../mapping/current-mapping';
import { ActRefusedError } from './act-refused';
import type { AdminPorts } from './admin-ports';
import { allEvents } from './audit-list';
import { mappingVersions } from './mapping-versions';
import { actorOf, type Person } from './person';

/** An answer of the platform may have 100 MB. */
const MAX_BYTES = 64 * 1024 * 1024;

export interface EvidenceOrder {
  /** By the time of closing. */
  readonly from: Date;
  readonly to: Date;
  readonly reason: string;
}

/**
 * Everything that proves what the connector did in some time, as a tape archive: the whole chain, the reports of that time with their deliveries
 * and acts, the public keys, the mapping versions, all acts, and how to verify it offline. Taking it out is an act itself.
 */
export async function evidencePack(order: EvidenceOrder, person: Person, ports: AdminPorts): Promise<Buffer> {
  const pack = new Pack(await ports.storageTime.now());
  const keyIds = await addReports(order, pack, ports);
  for (const keyId of keyIds) {
    const key = await ports.signer.publicKey(keyId);
    if (key !== undefined) pack.add(`keys/${sha256Hex(keyId).slice(0, 16)}.json`, Buffer.from(JSON.stringify({ keyId, ...key }, null, 2)));
  }
  for (const { version } of (await mappingVersions(ports.stores)).versions) {
    const blob = await ports.stores.mappings.get(mappingBlobName(version));
    if (blob !== undefined) pack.add(`mappings/${version}.csv`, blob.content);
  }
  const { events } = await allEvents(ports);
  pack.add('events.jsonl', Buffer.from(events.map(auditEventLine).join('')));
  pack.add('README.txt', Buffer.from(readme(order)));
  const archive = pack.archive();
  const target = `reports closed from ${order.from.toISOString()} to ${order.to.toISOString()}`;
  await recordAct({ ...actorOf(person), act: 'export-evidence', target, afterHash: sha256Hex(archive), reason: order.reason }, ports);
  return archive;
}

class Pack {
  private readonly parts: Buffer[] = [];
  private bytes = 0;

  constructor(private readonly now: Date) {}

  add(name: string, content: Buffer): void {
    const file: TarFile = { name: `evidence/${name}`, content, modifiedAt: this.now };
    this.bytes += content.length;
    if (this.bytes > MAX_BYTES)
      throw new ActRefusedError(
        'invalid',
        'too-much-evidence',
        `The evidence of this time has more than ${MAX_BYTES} bytes. Choose a shorter one.`,
      );
    this.parts.push(tarEntry(file));
  }

  archive(): Buffer {
    return gzipSync(Buffer.concat([...this.parts, tarEnd()]));
  }
}

/** Answers the ids of the keys that signed. */
async function addReports({ from, to }: EvidenceOrder, pack: Pack, { stores }: AdminPorts): Promise<ReadonlySet<string>> {
  const keyIds = new Set<string>();
  for await (const { name } of stores.reports.list(CHAIN_PREFIX)) {
    const blob = await stores.reports.get(name);
    if (blob === undefined) continue;
    pack.add(name, blob.content);
    const entry = parseChainEntry(blob.content);
    if (entry === undefined || entry.closedAt < from.toISOString() || entry.closedAt >= to.toISOString()) continue;
    for (const [file] of RUN_FILES) {
      const content = (await stores.reports.get(runFileName(entry.runId, file)))?.content;
      if (content === undefined) continue;
      pack.add(runFileName(entry.runId, file), content);
      const report = file === 'report.json' ? parseReport(content) : undefined;
      if (report !== undefined) keyIds.add(report.signature.keyId);
    }
  }
  return keyIds;
}

const readme = ({ from, to }: EvidenceOrder): string => `Evidence of the Signal archive connector
Reports closed from ${from.toISOString()} to ${to.toISOString()} (UTC).

chain/               one entry a report, in the order of closing; each holds the SHA-256 of the bytes of the entry before
<run>/report.json    the signed account of a run; the signature is ES256 over its RFC 8785 form without the member "signature"
<run>/deliveries.jsonl, <run>/events.jsonl    their SHA-256 stand in the signed report, under "files"
<run>/report.html    the same for people; its SHA-256 stands in the chain entry
keys/                the public keys, as JSON Web Keys
mappings/            every mapping version, named by the SHA-256 of its bytes
events.jsonl         every act of an administrator; each carries the hash of the one before

To verify: signal-archive verify, or recompute the hashes with any SHA-256 tool and the signature with any ES256 library.
`;

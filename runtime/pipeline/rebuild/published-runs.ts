import { createHash } from 'node:crypto';
import type { ChainEntry } from '../../domain/evidence/chain-entry';
import type { Report } from '../../domain/evidence/report';
import { parseReport } from '../../domain/evidence/report-bytes';
import { sha256Hex } from '../../domain/evidence/sha256';
import { linksFrom, type StoredLink } from '../chain/links';
import type { ConnectorPorts } from '../connector-ports';
import type { Finding } from '../verify/finding';

/** A closed run as its report tells it. */
export interface PublishedRun {
  readonly link: StoredLink;
  readonly report: Report;
}

type Ports = Pick<ConnectorPorts, 'stores'>;

/** Every report from this number of the chain on, in its order. One that is not what its link names is found, and left out. */
export async function* publishedRuns(from: number, ports: Ports, findings: Finding[]): AsyncGenerator<PublishedRun> {
  for await (const link of linksFrom(from, ports)) {
    const report = await readReport(link.entry, ports);
    if (report !== undefined) yield { link, report };
    else
      findings.push({
        check: 'chain',
        code: 'changed-file',
        where: `${link.entry.runId}/report.json`,
        detail: 'it is not the report that its link names; nothing of this run is restored',
      });
  }
}

async function readReport({ runId, reportSha256 }: ChainEntry, { stores }: Ports): Promise<Report | undefined> {
  const stored = await stores.reports.get(`${runId}/report.json`);
  return stored !== undefined && sha256Hex(stored.content) === reportSha256 ? parseReport(stored.content) : undefined;
}

/** The bytes of one of a run's files of lines, when they are those that its link names; undefined otherwise, and the finding says so. */
export async function linesOf(
  file: 'deliveries.jsonl' | 'events.jsonl',
  { link: { entry } }: PublishedRun,
  { stores }: Ports,
  findings: Finding[],
): Promise<AsyncIterable<Buffer> | undefined> {
  const name = `${entry.runId}/${file}`;
  const expected = file === 'deliveries.jsonl' ? entry.deliveriesSha256 : entry.eventsSha256;
  const found = (await stores.reports.properties(name)) === undefined ? undefined : await hashOf(stores.reports.stream(name));
  if (found === expected) return stores.reports.stream(name);
  const detail = found === undefined ? 'it is not there' : 'it is not the file that the report names';
  findings.push({ check: 'chain', code: found === undefined ? 'missing-file' : 'changed-file', where: name, detail });
  return undefined;
}

async function hashOf(chunks: AsyncIterable<Buffer>): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of chunks) hash.update(chunk);
  return hash.digest('hex');
}

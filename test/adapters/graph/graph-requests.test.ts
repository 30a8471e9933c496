import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createGraph } from '../../../runtime/adapters/graph/create-graph';
import { ExchangeSimulator } from '../../../runtime/local/exchange-simulator/exchange-simulator';
import type { SeenRequest } from '../../../runtime/local/exchange-simulator/graph-endpoint';
import { DEFAULT_TOKEN } from '../../../runtime/local/exchange-simulator/switches';
import type { AttachmentUpload } from '../../../runtime/ports/exchange';
import { allOf } from '../../fakes/all-of';
import { NoGate } from '../../fakes/no-gate';

const MAILBOX = '66666666-0000-4000-8000-000000000001';
const MEBIBYTE = 1024 * 1024;
const DOCUMENT = readFileSync(join(__dirname, '../../../docs/graph-requests.md'), 'utf8');

/** The second column of the first table. */
const documented = [...DOCUMENT.matchAll(/^\| [^|]+ \| `((?:GET|POST|PUT|DELETE) [^`]+)` \|/gm)].map(([, request]) => request as string);

describe('docs/graph-requests.md', () => {
  it('lists every request the connector makes, and no others', async () => {
    const seen = await everyRequest();

    expect([...new Set(seen.map(template))].sort()).toEqual([...new Set(documented)].sort());
  });

  it('says which headers are sent', async () => {
    const names = new Set((await everyRequest()).flatMap(({ headers }) => Object.keys(headers)));

    for (const plumbing of ['host', 'connection', 'content-length']) names.delete(plumbing);
    for (const name of names) expect(DOCUMENT.toLowerCase()).toContain(`| \`${name}\` |`);
  });
});

/** Carries out everything that the ports offer. */
async function everyRequest(): Promise<SeenRequest[]> {
  const seen: SeenRequest[] = [];
  const simulator = await ExchangeSimulator.start({
    users: [{ id: MAILBOX, userPrincipalName: 'anna.lee@contoso.example' }],
    onRequest: (request) => seen.push(request),
  });
  const graph = createGraph({ root: simulator.url, token: { kind: 'fixed', token: DEFAULT_TOKEN } });
  const mailbox = graph.exchange.mailbox(MAILBOX, new NoGate());
  const film: AttachmentUpload = { name: 'film.mp4', contentType: 'video/mp4', bytes: 3 * MEBIBYTE, isInline: false, contentId: 'x' };
  await allOf(graph.directory.users(new AbortController().signal));
  await mailbox.probe();
  const archive = await mailbox.openFolder('archive');
  const staging = await mailbox.openFolder('staging');
  await mailbox.findFolder('archive');
  const { id } = await mailbox.create(staging.id, Buffer.from('{}'));
  await mailbox.look(archive.id, 'key', 'import');
  await mailbox.look(archive.id, 'key', 'stub');
  await allOf(mailbox.keys(staging.id));
  await mailbox.attach(id, film, Buffer.from('AAAA'));
  const { url } = await mailbox.openUpload(id, film);
  await mailbox.uploadState(url);
  await mailbox.uploadRange(url, 0, film.bytes, Buffer.alloc(film.bytes));
  await mailbox.attachments(id);
  await mailbox.show(id);
  await mailbox.move(id, archive.id);
  await mailbox.remove(id);
  graph.close();
  await simulator.stop();
  return seen;
}

/** A request with its ids and conditions as the document names them. */
function template({ method, url }: SeenRequest): string {
  if (url.startsWith('/attachment-sessions/')) return `${method} {uploadUrl}`;
  const [path = '', query] = decodeURIComponent(url).replace('/v1.0', '').split('?');
  const named = path
    .replace(MAILBOX, '{mailbox}')
    .replace(/\/mailFolders\/AAMkF[^/]+/, '/mailFolders/{folder}')
    .replace(/\/messages\/AAkALg[^/]+/, '/messages/{copy}');
  return query === undefined ? `${method} ${named}` : `${method} ${named}?${conditions(query)}`;
}

function conditions(query: string): string {
  const property = (id: string) =>
    id.endsWith('SignalArchiveFolder') ? 'tag' : id === 'String 0x001A' ? 'class' : query.includes('$top=200') ? 'property' : 'key';
  return query
    .replace(
      /singleValueExtendedProperties\/any\(ep:ep\/id eq '([^']+)' and ep\/value eq '[^']*'\)/,
      (_all, id: string) => `{${property(id)}}`,
    )
    .replace(/singleValueExtendedProperties\(\$filter=id eq '([^']+)'\)/, (_all, id: string) => `{${property(id)}}`)
    .replace(/displayName eq '[^']+'/, '{name}');
}

import type { ArchiveStorage } from '../../../runtime/adapters/azure-storage/archive-storage';
import { metadataHeaders, metadataOf } from '../../../runtime/adapters/azure-storage/blob-headers';
import type { ContainerName } from '../../../runtime/adapters/azure-storage/store-names';
import type { BlobContainer, BlobProperties } from '../../../runtime/ports/blob-container';
import { BlobChangedError } from '../../../runtime/ports/storage-errors';
import type { InMemoryArchiveAccount } from '../../fakes/in-memory-archive-storage';
import { leaseRequest } from './lease-requests';
import { answer, refusal, type StoreAnswer, type StoreRequest } from './store-request';

export async function blobRequest(request: StoreRequest, storage: ArchiveStorage, account: InMemoryArchiveAccount): Promise<StoreAnswer> {
  const { method, path, query } = request;
  const [, container = '', ...segments] = path.split('/');
  const name = segments.map(decodeURIComponent).join('/');
  const blobs = storage.container(container as ContainerName);
  if (name === '')
    return query.get('comp') === 'list' ? list(blobs, query.get('prefix') ?? undefined) : answer(method === 'PUT' ? 201 : 200);
  if (query.get('comp') === 'lease') return leaseRequest(request, name, storage, account);
  if (query.get('comp') === 'block' || query.get('comp') === 'blocklist') return blockRequest(request, name, blobs);
  if (method === 'PUT') return put(request, name, blobs);
  if (method === 'DELETE') return remove(name, blobs);
  return method === 'HEAD' ? head(name, blobs) : read(request, name, blobs);
}

const headersOf = ({ etag, modifiedAt, metadata }: BlobProperties): Record<string, string> => ({
  etag,
  'last-modified': modifiedAt.toUTCString(),
  ...metadataHeaders(metadata),
});

async function put({ headers, body }: StoreRequest, name: string, blobs: BlobContainer): Promise<StoreAnswer> {
  const metadata = metadataOf(headers);
  const condition = headers['if-match'];
  try {
    if (headers['if-none-match'] === '*') return answer(201, headersOf(await blobs.create(name, body, metadata)));
    if (condition !== undefined) return answer(201, headersOf(await blobs.swap(name, body, condition, metadata)));
    return answer(201, headersOf(await blobs.put(name, body, metadata)));
  } catch (error) {
    if (error instanceof BlobChangedError) return refusal(condition === undefined ? 409 : 412, 'BlobAlreadyExists');
    throw error;
  }
}

async function head(name: string, blobs: BlobContainer): Promise<StoreAnswer> {
  const properties = await blobs.properties(name);
  if (properties === undefined) return refusal(404, 'BlobNotFound');
  return answer(200, { ...headersOf(properties), 'content-length': String(properties.bytes) });
}

async function read({ headers }: StoreRequest, name: string, blobs: BlobContainer): Promise<StoreAnswer> {
  const [, first, last] = /bytes=(\d+)-(\d+)/.exec(headers['x-ms-range'] ?? '') ?? [];
  if (first === undefined) {
    const blob = await blobs.get(name);
    return blob === undefined
      ? refusal(404, 'BlobNotFound')
      : answer(200, { etag: blob.etag, ...metadataHeaders(blob.metadata) }, blob.content);
  }
  const properties = await blobs.properties(name);
  if (properties === undefined) return refusal(404, 'BlobNotFound');
  if (headers['if-match'] !== undefined && headers['if-match'] !== properties.etag) return refusal(412, 'ConditionNotMet');
  if (Number(first) >= properties.bytes) return refusal(416, 'InvalidRange');
  return answer(206, headersOf(properties), await blobs.range(name, Number(first), Number(last) - Number(first) + 1));
}

async function remove(name: string, blobs: BlobContainer): Promise<StoreAnswer> {
  if ((await blobs.properties(name)) === undefined) return refusal(404, 'BlobNotFound');
  await blobs.remove(name);
  return answer(202);
}

const blockNumber = (id: string): number => Number(Buffer.from(id, 'base64').toString());

async function blockRequest({ method, query, headers, body }: StoreRequest, name: string, blobs: BlobContainer): Promise<StoreAnswer> {
  const upload = blobs.upload(name);
  if (query.get('comp') === 'block') {
    await upload.stage(blockNumber(query.get('blockid') ?? ''), body);
    return answer(201);
  }
  if (method === 'GET') {
    const blocks = (await upload.staged()).map(
      (size, index) => `<Block><Name>${Buffer.from(String(index).padStart(6, '0')).toString('base64')}</Name><Size>${size}</Size></Block>`,
    );
    return answer(200, {}, Buffer.from(`<BlockList><UncommittedBlocks>${blocks.join('')}</UncommittedBlocks></BlockList>`));
  }
  try {
    return answer(201, headersOf(await upload.commit(body.toString().split('<Latest>').length - 1, metadataOf(headers))));
  } catch (error) {
    if (error instanceof BlobChangedError) return refusal(409, 'BlobAlreadyExists');
    return refusal(400, 'InvalidBlockList');
  }
}

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

async function list(blobs: BlobContainer, prefix: string | undefined): Promise<StoreAnswer> {
  const listed: string[] = [];
  for await (const { name, bytes, etag, modifiedAt, metadata } of blobs.list(prefix)) {
    const own = Object.entries(metadata).map(([key, value]) => `<${key}>${escaped(value)}</${key}>`);
    listed.push(
      `<Blob><Name>${escaped(name)}</Name><Properties><Last-Modified>${modifiedAt.toUTCString()}</Last-Modified><Etag>${escaped(etag)}</Etag><Content-Length>${bytes}</Content-Length></Properties><Metadata>${own.join('')}</Metadata></Blob>`,
    );
  }
  return answer(200, {}, Buffer.from(`<EnumerationResults><Blobs>${listed.join('')}</Blobs><NextMarker /></EnumerationResults>`));
}

import { createHash, getFips } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { BlobMetadata, BlobProperties } from '../../ports/blob-container';

const METADATA_PREFIX = 'x-ms-meta-';

/** The service compares this with what arrived. MD5 is there for transport only; where FIPS forbids it, TLS has to do. */
export function transportHash(content: Buffer): Record<string, string> {
  return getFips() === 1 ? {} : { 'content-md5': createHash('md5').update(content).digest('base64') };
}

export function metadataHeaders(metadata: BlobMetadata): Record<string, string> {
  return Object.fromEntries(Object.entries(metadata).map(([name, value]) => [`${METADATA_PREFIX}${name}`, value]));
}

export function metadataOf(headers: IncomingHttpHeaders): BlobMetadata {
  const metadata: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers))
    if (name.startsWith(METADATA_PREFIX) && typeof value === 'string') metadata[name.slice(METADATA_PREFIX.length)] = value;
  return metadata;
}

/** Undefined when the answer does not say what it must. */
export function propertiesOf(name: string, headers: IncomingHttpHeaders): BlobProperties | undefined {
  const written = writtenProperties(headers);
  const bytes = Number(headers['content-length']);
  return written === undefined || !Number.isInteger(bytes) ? undefined : { name, bytes, ...written, metadata: metadataOf(headers) };
}

/** What every answer to a write says; undefined when it does not. */
export function writtenProperties(headers: IncomingHttpHeaders): Pick<BlobProperties, 'etag' | 'modifiedAt'> | undefined {
  const modifiedAt = new Date(headers['last-modified'] ?? '');
  return headers.etag === undefined || Number.isNaN(modifiedAt.getTime()) ? undefined : { etag: headers.etag, modifiedAt };
}

import type { BlobProperties } from '../../ports/blob-container';

/** Lists that the service writes as XML; the documents are flat, and the names of their elements are fixed. */

export interface BlobPage {
  readonly blobs: readonly BlobProperties[];
  /** Where the next page begins; undefined after the last. */
  readonly marker: string | undefined;
}

/** Undefined when the answer is no list of blobs. */
export function readBlobPage(xml: string): BlobPage | undefined {
  if (!/<EnumerationResults[\s>]/.test(xml) || !xml.includes('</EnumerationResults>')) return undefined;
  const blobs = elements(xml, 'Blob').map((blob): BlobProperties => {
    const etag = text(blob, 'Etag');
    return {
      name: blobName(blob),
      bytes: Number(text(blob, 'Content-Length') || 0),
      // A listing has ETags without quotes.
      etag: etag.startsWith('"') ? etag : `"${etag}"`,
      modifiedAt: new Date(text(blob, 'Last-Modified')),
      metadata: metadata(blob),
    };
  });
  return { blobs, marker: text(xml, 'NextMarker') || undefined };
}

/** Sizes of the uncommitted blocks by id; undefined when the answer is no list of blocks. */
export function readUncommittedBlocks(xml: string): ReadonlyMap<string, number> | undefined {
  if (!/<BlockList[\s/>]/.test(xml)) return undefined;
  const uncommitted = elements(xml, 'UncommittedBlocks')[0] ?? '';
  return new Map(elements(uncommitted, 'Block').map((block) => [text(block, 'Name'), Number(text(block, 'Size'))]));
}

export function writeBlockList(ids: readonly string[]): Buffer {
  return Buffer.from(`<?xml version="1.0" encoding="utf-8"?><BlockList>${ids.map((id) => `<Latest>${id}</Latest>`).join('')}</BlockList>`);
}

/** `text`: base64. */
export const writeQueueMessage = (base64: string): Buffer =>
  Buffer.from(`<QueueMessage><MessageText>${base64}</MessageText></QueueMessage>`);

/** What stands between the tags of each element of this name; none of them holds another one of its name. */
function elements(xml: string, name: string): string[] {
  return Array.from(xml.matchAll(new RegExp(`<${name}(?: [^>]*)?>([\\s\\S]*?)</${name}>`, 'g')), (match) => match[1] ?? '');
}

function text(xml: string, name: string): string {
  return unescaped(elements(xml, name)[0] ?? '');
}

/** Names with characters that XML does not have are percent-encoded, and say so. */
function blobName(blob: string): string {
  const name = text(blob, 'Name');
  return /<Name Encoded="true">/.test(blob) ? decodeURIComponent(name) : name;
}

function metadata(blob: string): Record<string, string> {
  const inside = elements(blob, 'Metadata')[0] ?? '';
  return Object.fromEntries(
    Array.from(inside.matchAll(/<([\w-]+)>([^<]*)<\/\1>/g), ([, name = '', value = '']) => [name.toLowerCase(), unescaped(value)]),
  );
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function unescaped(xml: string): string {
  return xml.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (whole, hex: string, decimal: string, name: string) => {
    if (name !== undefined) return ENTITIES[name] ?? whole;
    return String.fromCodePoint(hex !== undefined ? Number.parseInt(hex, 16) : Number(decimal));
  });
}

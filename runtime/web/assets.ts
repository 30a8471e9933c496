import { createHash } from 'node:crypto';
import { textResponse, type WebResponse } from './http';

/** What a browser loads besides the page itself. */
export interface Assets {
  /** Address of `page.css` or `islands.js`, with the hash of its content; the plain address when this release has no such file. */
  url(name: string): string;
  /** Undefined when the path is none of theirs. */
  answer(path: string, ifNoneMatch: string | undefined): WebResponse | undefined;
}

const TYPES: Readonly<Record<string, string>> = {
  css: 'text/css; charset=utf-8',
  js: 'application/javascript; charset=utf-8',
  svg: 'image/svg+xml',
};
/** A name that holds the hash of the content never has another content. */
const FOR_EVER = 'public, max-age=31536000, immutable';
const HASH_LENGTH = 10;
const ASSET_PATH = /^\/public\/([a-z-]+?)(?:\.([0-9a-f]{10}))?\.([a-z]+)$/;

interface Asset {
  readonly content: Buffer;
  readonly hash: string;
  readonly type: string;
}

export function createAssets(files: ReadonlyMap<string, Buffer>): Assets {
  const assets = new Map([...files].map(([name, content]) => [name, assetOf(name, content)]));
  return {
    url: (name) => {
      const hash = assets.get(name)?.hash;
      return hash === undefined ? `/public/${name}` : `/public/${name.replace(/(?=\.[a-z]+$)/, `.${hash}`)}`;
    },
    answer: (path, ifNoneMatch) => {
      const [, stem, hash, extension] = ASSET_PATH.exec(path) ?? [];
      const asset = assets.get(`${stem}.${extension}`);
      return asset === undefined ? undefined : answerAsset(asset, hash, ifNoneMatch);
    },
  };
}

function assetOf(name: string, content: Buffer): Asset {
  const extension = name.split('.').at(-1) ?? '';
  const hash = createHash('sha256').update(content).digest('hex').slice(0, HASH_LENGTH);
  return { content, hash, type: TYPES[extension] ?? 'application/octet-stream' };
}

/** While a release is rolled out, a page of the other one may ask here: it gets what there is, and keeps it for this time only. */
function answerAsset({ content, hash, type }: Asset, asked: string | undefined, ifNoneMatch: string | undefined): WebResponse {
  const headers = { ETag: `"${hash}"`, 'Cache-Control': asked === hash ? FOR_EVER : 'no-cache' };
  if (ifNoneMatch === headers.ETag) return { status: 304, headers, body: undefined };
  return textResponse(200, type, content, headers);
}

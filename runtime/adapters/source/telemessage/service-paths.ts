import { SourceRefusedError } from '../../../ports/source-errors';

/** Paths below the base URL. `{id}` stands for the id of a package. The vendor's are not public: these are settings (`SOURCE_PATHS`). */
export interface ServicePaths {
  readonly signIn: string;
  readonly listing: string;
  readonly download: string;
  /** Undefined when the source is not told anything. */
  readonly acknowledge: string | undefined;
}

/** The paths of docs/telemessage-source.openapi.yaml, which the simulator serves. */
export const DEFAULT_SERVICE_PATHS: ServicePaths = Object.freeze({
  signIn: 'v1/session',
  listing: 'v1/packages',
  download: 'v1/packages/{id}/content',
  acknowledge: 'v1/packages/{id}/acknowledgement',
});

/** Letters, digits and the marks of a path; no `?`, no `#`, no `//`, no `..`. */
const PATH = /^(?:[A-Za-z0-9_~{}-]+|\.(?!\.))(?:[A-Za-z0-9._~{}/-]*)$/;

/** Reads sign-in, listing, download and, as a fourth, acknowledgement; throws `SourceRefusedError` naming what is wrong. None = the defaults. */
export function readServicePaths(texts: readonly string[]): ServicePaths {
  if (texts.length === 0) return DEFAULT_SERVICE_PATHS;
  const paths = texts.map((path) => path.trim().replace(/^\/+/, ''));
  const [signIn, listing, download, acknowledge] = paths;
  if (signIn === undefined || listing === undefined || download === undefined || paths.length > 4) {
    throw new SourceRefusedError(`SOURCE_PATHS needs three or four paths (sign-in, listing, download, acknowledge), got ${paths.length}`);
  }
  for (const path of paths) {
    if (!PATH.test(path) || path.includes('..') || path.includes('//')) {
      throw new SourceRefusedError(`SOURCE_PATHS holds '${path}', which is no plain path below the source's URL`);
    }
  }
  for (const path of [download, acknowledge]) {
    if (path !== undefined && !path.includes('{id}')) {
      throw new SourceRefusedError(`SOURCE_PATHS holds '${path}' where the package's id is needed; write it as {id}`);
    }
  }
  return { signIn, listing, download, acknowledge };
}

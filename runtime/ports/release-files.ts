/** Files that are deployed beside the code. */
export interface ReleaseFiles {
  /** docs/openapi.yaml. */
  readonly openapi: string;
  /** docs/terms.md, as an administrator accepts it. */
  readonly terms: string;
  /** What a browser loads, by file name: `page.css`, `islands.js`. */
  readonly assets: ReadonlyMap<string, Buffer>;
}

/** What `npm start` was asked for (architecture, section 9). */
export interface LocalOptions {
  readonly once: boolean;
  /** Folder, ZIP or EML, or an `https:` or `sftp:` URL; undefined = the synthetic day. */
  readonly source: string | undefined;
  readonly mapping: string | undefined;
  /** A Graph endpoint; undefined = the embedded Exchange simulator. */
  readonly graph: string | undefined;
  /** Undefined = in memory. */
  readonly data: string | undefined;
  /** Lower-case; empty = those of the mapping, else of the directory. */
  readonly domains: readonly string[];
  readonly report: string | undefined;
  readonly port: number;
  readonly workers: number;
}

export const DEFAULT_DATA_FOLDER = '.signal-archive';

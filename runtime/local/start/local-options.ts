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
  /** Any free port will do when `port` is taken. */
  readonly isPortFree: boolean;
  readonly workers: number;
  /** The two weeks before the synthetic day are imported first, each day at its own time: see `passesPastDays`. */
  readonly pastDaysFirst: boolean;
}

export const DEFAULT_DATA_FOLDER = '.signal-archive';

/** Of a command that is no start of local mode: nobody opens its page. */
export const QUIET_OPTIONS: Omit<LocalOptions, 'data'> = {
  once: true,
  source: undefined,
  mapping: undefined,
  graph: undefined,
  domains: [],
  report: undefined,
  port: 0,
  isPortFree: true,
  workers: 16,
  pastDaysFirst: false,
};

/** Values of a log line: ids, hashes, counts, times, fixed codes, masked numbers. Never a subject, body, name, address, file name or full number. */
export type LogFields = Readonly<Record<string, string | number | boolean | undefined>>;

/** Texts are static; what varies goes into fields. Everything at `warn` or above has an entry in docs/operations.md. */
export interface Log {
  info(text: string, fields?: LogFields): void;
  warn(text: string, fields?: LogFields): void;
  error(text: string, fields?: LogFields): void;
}

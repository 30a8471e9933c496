/** Where a command writes. */
export interface TextOutput {
  /** One line on standard output. */
  out(line: string): void;
  /** One line on standard error. */
  err(line: string): void;
  /** Resolves when standard output takes more: whoever prints without end waits for whoever reads. */
  drained(): Promise<void>;
  /** Standard output is a terminal: progress may be drawn as a bar. */
  readonly isTerminal: boolean;
}

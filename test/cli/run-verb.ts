import { runCli } from '../../runtime/cli/run-cli';
import type { Verb } from '../../runtime/cli/verb';

export interface VerbRun {
  readonly code: number;
  readonly out: readonly string[];
  readonly err: readonly string[];
}

/** Runs the command line in this process. */
export async function runVerb(argv: readonly string[], verbs: readonly Verb[]): Promise<VerbRun> {
  const out: string[] = [];
  const err: string[] = [];
  const code = await runCli(argv, verbs, {
    out: (line) => out.push(line),
    err: (line) => err.push(line),
    drained: async () => undefined,
    isTerminal: false,
  });
  return { code, out, err };
}

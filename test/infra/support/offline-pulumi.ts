import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { stringify } from 'yaml';
import type { OfflineOptions } from '../../../infra/offline/options';
import { isOnPath, withOfflineProject } from '../../../infra/offline/run';
import { valuesOf } from '../../../infra/stack-file';
import { buildProgram } from './built-program';
import { EXAMPLE_TEXT, type Overrides, PROJECT_ROOT, SCHEMA } from './example-stack';

/** Suites that need the real command line run where it is, and are reported as skipped elsewhere. */
export const describeWithPulumi: typeof describe | typeof describe.skip = isOnPath('pulumi') ? describe : describe.skip;

export interface PulumiResult {
  readonly code: number;
  readonly text: string;
}

export interface OfflineCall {
  readonly overrides?: Overrides;
  readonly signedInObject?: string;
  readonly signedInTenant?: string;
  /** Another program in place of ours: a folder with a Pulumi.yaml. */
  readonly program?: string;
}

export interface StateResource {
  readonly urn: string;
  readonly type: string;
  readonly inputs?: Readonly<Record<string, unknown>>;
  readonly protect?: boolean;
}

const TIMEOUT_IN_MS = 9 * 60_000;
const PUBLISHED = { url: 'https://releases.contoso.example/release.zip', sha256: 'ab'.repeat(32) };

/** One stack with a state of its own under the real engine and stand-ins. */
export class OfflineStack {
  private readonly folder = mkdtempSync(path.join(tmpdir(), 'signal-archive-test-'));

  /** Runs `pulumi` with these arguments; the stack is added. */
  async pulumi(args: readonly string[], call: OfflineCall = {}): Promise<PulumiResult> {
    await buildProgram();
    return withOfflineProject(this.options(call), PROJECT_ROOT, async ({ folder, env }) => {
      const cwd = call.program ?? folder;
      await run(['stack', 'select', 'dev', '--create', '--non-interactive'], cwd, env);
      return run([...args, '--stack', 'dev', '--non-interactive', '--color', 'never'], cwd, env);
    });
  }

  /** The state, as `pulumi stack export` writes it. */
  async state(): Promise<{ readonly text: string; readonly resources: readonly StateResource[] }> {
    const file = path.join(this.folder, 'state.json');
    await withOfflineProject(this.options({}), PROJECT_ROOT, ({ folder, env }) =>
      run(['stack', 'export', '--stack', 'dev', '--file', file], folder, env),
    );
    const text = readFileSync(file, 'utf8');
    return { text, resources: (JSON.parse(text) as { deployment: { resources?: StateResource[] } }).deployment.resources ?? [] };
  }

  private options(call: OfflineCall): OfflineOptions {
    const values = valuesOf(EXAMPLE_TEXT, SCHEMA);
    const config = Object.fromEntries([...values].map(([key, value]) => [`signal-archive:${key}`, fromText(value)]));
    const overrides = Object.fromEntries(
      Object.entries({ release: PUBLISHED, ...call.overrides }).map(([key, value]) => [`signal-archive:${key}`, value]),
    );
    const stackFile = path.join(this.folder, 'Pulumi.dev.yaml');
    writeFileSync(stackFile, stringify({ config: { ...config, ...overrides } }));
    return {
      verb: 'up',
      stackFile,
      stack: 'dev',
      backend: path.join(this.folder, 'state'),
      hasPolicies: false,
      exportFile: undefined,
      signedInTenant: call.signedInTenant,
      signedInEntraTenant: undefined,
      signedInObject: call.signedInObject,
    };
  }
}

function fromText(value: string): unknown {
  return /^[[{]/.test(value) ? JSON.parse(value) : value;
}

function run(args: readonly string[], cwd: string, env: NodeJS.ProcessEnv): Promise<PulumiResult> {
  return new Promise((resolve) => {
    execFile('pulumi', args, { cwd, env, timeout: TIMEOUT_IN_MS, maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : typeof error.code === 'number' ? error.code : 1, text: `${stdout}\n${stderr}` });
    });
  });
}

/** What a plan does, by the sign in front of each line: `~` update, `+-` replacement, `-` deletion, `+` creation. */
export function plannedActs(text: string): ReadonlyMap<string, readonly string[]> {
  const acts = new Map<string, string[]>();
  for (const line of text.split('\n')) {
    const match = /^ (\+-|[~+-]) {1,2}(\S+) (\S+) /.exec(line);
    if (match === null || match[2]?.startsWith('pulumi:pulumi:Stack')) continue;
    const key = match[1] ?? '';
    const name = `${match[2]} ${match[3]}`;
    if (!(acts.get(key) ?? []).includes(name)) acts.set(key, [...(acts.get(key) ?? []), name]);
  }
  return acts;
}

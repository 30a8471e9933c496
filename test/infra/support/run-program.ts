import { spawn } from 'node:child_process';
import path from 'node:path';
import type { SignedIn } from '../../../infra/offline/providers/packages';
import { valuesOf } from '../../../infra/stack-file';
import { buildProgram } from './built-program';
import { EXAMPLE_TEXT, PROJECT_ROOT, SCHEMA } from './example-stack';
import { InProcessEngine } from './in-process-engine';

export interface ProgramRun {
  /** 0 = done; 32 = the person was told what is wrong. */
  readonly exitCode: number;
  readonly engine: InProcessEngine;
}

export interface RunOptions {
  /** Keys with their namespace, over the example's. */
  readonly config?: Readonly<Record<string, string>>;
  readonly signedIn?: Partial<SignedIn>;
  readonly isPreview?: boolean;
  readonly previousOutputs?: Readonly<Record<string, unknown>>;
}

const EXAMPLE_TENANT = '11111111-1111-4111-8111-111111111111';
/** Published, so that a run does not depend on what was built last. */
const PUBLISHED = JSON.stringify({ url: 'https://releases.contoso.example/release.zip', sha256: 'ab'.repeat(32) });

/** Runs the compiled program as `pulumi up` starts it, against an engine in this process. */
export async function runProgram(options: RunOptions = {}): Promise<ProgramRun> {
  await buildProgram();
  const signedIn: SignedIn = {
    tenantId: EXAMPLE_TENANT,
    entraTenantId: EXAMPLE_TENANT,
    subscriptionId: '22222222-2222-4222-8222-222222222222',
    objectId: '55555555-5555-4555-8555-555555555555',
    ...options.signedIn,
  };
  const engine = new InProcessEngine({ signedIn, isPreview: options.isPreview ?? false, previousOutputs: options.previousOutputs ?? {} });
  await engine.start();
  try {
    return { exitCode: await startProgram(engine.address, options), engine };
  } finally {
    engine.stop();
  }
}

function startProgram(address: string, options: RunOptions): Promise<number> {
  const example = Object.fromEntries([...valuesOf(EXAMPLE_TEXT, SCHEMA)].map(([key, value]) => [`signal-archive:${key}`, value]));
  const config = { ...example, 'signal-archive:release': PUBLISHED, ...options.config };
  const flags = {
    monitor: address,
    engine: address,
    organization: 'organization',
    project: 'signal-archive',
    stack: 'dev',
    pwd: PROJECT_ROOT,
  };
  const args = Object.entries(flags).flatMap(([flag, value]) => [`--${flag}`, value]);
  const run = path.join(path.dirname(require.resolve('@pulumi/pulumi/package.json')), 'cmd', 'run');
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [run, ...args, ...(options.isPreview ? ['--dry-run'] : []), '.'], {
      cwd: PROJECT_ROOT,
      stdio: 'ignore',
      env: { ...process.env, PULUMI_CONFIG: JSON.stringify(config), PULUMI_CONFIG_SECRET_KEYS: '[]' },
    });
    child.on('error', reject);
    child.on('exit', (code) => resolve(code ?? 1));
  });
}

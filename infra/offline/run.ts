import { spawn } from 'node:child_process';
import { accessSync, constants, readFileSync } from 'node:fs';
import path from 'node:path';
import type { OfflineOptions } from './options';
import { copyProject, type ProjectCopy } from './project-copy';
import { takeOffline } from './stack-file';

export const NO_PULUMI = 3;

/** Somebody is signed in, but it must not matter who. */
const SOME_OBJECT = '55555555-5555-4555-8555-555555555555';
/** The state is thrown away or belongs to a test. */
const PASSPHRASE = 'offline';

/** Where a command of Pulumi runs, and with what environment. */
export interface OfflineProject {
  readonly folder: string;
  readonly env: NodeJS.ProcessEnv;
}

/** Runs the real Pulumi against stand-ins for the cloud, on a copy of the project. Answers the exit code. */
export async function runOffline(options: OfflineOptions, projectRoot: string): Promise<number> {
  if (!isOnPath('pulumi')) {
    process.stderr.write('There is no `pulumi` on PATH: install Pulumi, or run `export PATH="$(.ci/pulumi/install):$PATH"`.\n');
    return NO_PULUMI;
  }
  return withOfflineProject(options, projectRoot, async (project) => {
    // Each step runs only after the one before it succeeded, so a state is exported only after success.
    for (const args of commandLines(options)) {
      const code = await runPulumi(args, project);
      if (code !== 0) return code;
    }
    return 0;
  });
}

/** Makes a throw-away copy of the project with the stand-ins in front, and takes it away again. */
export async function withOfflineProject<T>(
  options: OfflineOptions,
  projectRoot: string,
  use: (project: OfflineProject) => Promise<T>,
): Promise<T> {
  const stackFile = takeOffline(readFileSync(options.stackFile, 'utf8'));
  const copy = copyProject(projectRoot, options, stackFile.text);
  try {
    const env = environment(copy, {
      OFFLINE_SUBSCRIPTION_ID: stackFile.subscriptionId,
      OFFLINE_TENANT_ID: options.signedInTenant ?? stackFile.tenantId,
      OFFLINE_ENTRA_TENANT_ID: options.signedInEntraTenant ?? options.signedInTenant ?? stackFile.tenantId,
      OFFLINE_OBJECT_ID: options.signedInObject ?? SOME_OBJECT,
    });
    return await use({ folder: copy.root, env });
  } finally {
    copy.remove();
  }
}

function commandLines(options: OfflineOptions): readonly (readonly string[])[] {
  const stack = ['--stack', options.stack, '--non-interactive', '--color', 'never'];
  const policies = options.hasPolicies ? ['--policy-pack', path.join('infra', 'policy')] : [];
  return [
    ['stack', 'select', options.stack, '--create', '--non-interactive', '--color', 'never'],
    options.verb === 'up' ? ['up', '--yes', '--skip-preview', ...stack, ...policies] : ['preview', ...stack, ...policies],
    ...(options.exportFile === undefined ? [] : [['stack', 'export', '--stack', options.stack, '--file', options.exportFile]]),
  ];
}

function runPulumi(args: readonly string[], project: OfflineProject): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn('pulumi', args, { cwd: project.folder, env: project.env, stdio: ['ignore', 'inherit', 'inherit'] });
    child.on('error', reject);
    child.on('exit', (code) => resolve(code ?? 1));
  });
}

const FOREIGN = /^(ARM_|AZURE_|PULUMI_|OFFLINE_|ACTIONS_ID_TOKEN_)/;

/** Nobody's sign-in and nobody's Pulumi settings reach the run. */
function environment(copy: ProjectCopy, signedIn: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  const own = Object.fromEntries(Object.entries(process.env).filter(([name]) => !FOREIGN.test(name)));
  return {
    ...own,
    ...signedIn,
    PATH: [copy.plugins, own['PATH'] ?? ''].join(path.delimiter),
    PULUMI_BACKEND_URL: `file://${copy.backend}`,
    PULUMI_CONFIG_PASSPHRASE: PASSPHRASE,
    PULUMI_HOME: copy.home,
    PULUMI_SKIP_UPDATE_CHECK: 'true',
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: 'true',
  };
}

export function isOnPath(program: string): boolean {
  return (process.env['PATH'] ?? '').split(path.delimiter).some((folder) => {
    try {
      accessSync(path.join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { tenantStack } from '../gitops/stage';
import { STAND_IN_PACKAGES } from './providers/packages';

/** A throw-away project: everything is linked but the project file and the stack's own file, which Pulumi writes to. */
export interface ProjectCopy {
  readonly root: string;
  /** Folder with the stand-ins, to be put first on PATH. */
  readonly plugins: string;
  /** Pulumi's own folder: no credential of the machine is in it. */
  readonly home: string;
  /** Folder of the state. */
  readonly backend: string;
  remove(): void;
}

const PROJECT_FILE = 'Pulumi.yaml';

/** What of the options decides over the copy. */
interface CopiedStack {
  readonly stack: string;
  readonly stackFile: string;
  /** Folder that keeps the state; undefined = inside the copy. */
  readonly backend: string | undefined;
}

export function copyProject(projectRoot: string, { stack, stackFile, backend }: CopiedStack, stackText: string): ProjectCopy {
  const base = mkdtempSync(path.join(tmpdir(), 'signal-archive-offline-'));
  const copy = {
    root: path.join(base, 'project'),
    plugins: path.join(base, 'plugins'),
    home: path.join(base, 'home'),
    backend: backend ?? path.join(base, 'state'),
    remove: () => rmSync(base, { recursive: true, force: true }),
  };
  for (const folder of [copy.root, copy.plugins, copy.home, copy.backend]) mkdirSync(folder, { recursive: true });
  const own = `Pulumi.${stack}.yaml`;
  const linked = new Map(readdirSync(projectRoot).map((entry) => [entry, path.join(projectRoot, entry)]));
  for (const file of stagesBeside(stack, stackFile)) linked.set(path.basename(file), file);
  for (const [entry, target] of linked) {
    if (entry !== PROJECT_FILE && entry !== own) symlinkSync(target, path.join(copy.root, entry));
  }
  copyFileSync(path.join(projectRoot, PROJECT_FILE), path.join(copy.root, PROJECT_FILE));
  writeFileSync(path.join(copy.root, own), stackText);
  writePlugins(copy.plugins, path.join(projectRoot, 'dist', 'infra', 'offline'));
  return copy;
}

/** The other stages of the same tenant whose files lie beside the stack's: rules between stages hold wherever the files are. */
function stagesBeside(stack: string, stackFile: string): readonly string[] {
  const tenant = tenantStack(stack)?.tenant;
  if (tenant === undefined) return [];
  const folder = path.dirname(stackFile);
  return readdirSync(folder)
    .filter((file) => tenantStack(/^Pulumi\.(.+)\.yaml$/.exec(file)?.[1] ?? '')?.tenant === tenant)
    .map((file) => path.join(folder, file));
}

/** Pulumi starts a plugin that it finds on PATH under this name in place of one it would download. */
function writePlugins(folder: string, offline: string): void {
  writePlugin(folder, 'pulumi-language-nodejs', [path.join(offline, 'language-host.js')]);
  for (const name of STAND_IN_PACKAGES) writePlugin(folder, `pulumi-resource-${name}`, [path.join(offline, 'providers', 'main.js'), name]);
}

function writePlugin(folder: string, name: string, args: readonly string[]): void {
  const quoted = [process.execPath, ...args].map((argument) => `'${argument.replaceAll("'", "'\\''")}'`).join(' ');
  writeFileSync(path.join(folder, name), `#!/bin/sh\nexec ${quoted} "$@"\n`, { mode: 0o755 });
}

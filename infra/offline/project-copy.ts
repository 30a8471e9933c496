import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
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

export function copyProject(projectRoot: string, stack: string, stackText: string, backend: string | undefined): ProjectCopy {
  const base = mkdtempSync(path.join(tmpdir(), 'signal-archive-offline-'));
  const copy = {
    root: path.join(base, 'project'),
    plugins: path.join(base, 'plugins'),
    home: path.join(base, 'home'),
    backend: backend ?? path.join(base, 'state'),
    remove: () => rmSync(base, { recursive: true, force: true }),
  };
  for (const folder of [copy.root, copy.plugins, copy.home, copy.backend]) mkdirSync(folder, { recursive: true });
  const stackFile = `Pulumi.${stack}.yaml`;
  for (const entry of readdirSync(projectRoot)) {
    if (entry !== PROJECT_FILE && entry !== stackFile) symlinkSync(path.join(projectRoot, entry), path.join(copy.root, entry));
  }
  copyFileSync(path.join(projectRoot, PROJECT_FILE), path.join(copy.root, PROJECT_FILE));
  writeFileSync(path.join(copy.root, stackFile), stackText);
  writePlugins(copy.plugins, path.join(projectRoot, 'dist', 'infra', 'offline'));
  return copy;
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

import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { PROJECT_ROOT } from './support/example-stack';

interface LockedPackage {
  /** Set where the package lies under another name than its own. */
  readonly name?: string;
  readonly version: string;
  readonly license?: string;
  readonly integrity?: string;
  readonly resolved?: string;
  readonly hasInstallScript?: boolean;
}

interface Project {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly allowScripts: Readonly<Record<string, boolean>>;
  readonly scripts: Readonly<Record<string, string>>;
}

const json = <T>(file: string): T => JSON.parse(readFileSync(path.join(PROJECT_ROOT, file), 'utf8')) as T;
const project = json<Project>('package.json');
const lock = json<{ lockfileVersion: number; packages: Readonly<Record<string, LockedPackage>> }>('package-lock.json');
const packages = Object.entries(lock.packages).filter(([folder]) => folder !== '');
const nameOf = (folder: string): string => folder.slice(folder.lastIndexOf('node_modules/') + 'node_modules/'.length);

/** Licences under which this may be used, changed and passed on, without an obligation to publish what it is used in. */
const ALLOWED = new Set([
  'MIT',
  'MIT-0',
  'ISC',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  '0BSD',
  'BlueOak-1.0.0',
  'CC0-1.0',
  'Unlicense',
]);

/** What a package's metadata says in words of its own, and what its licence file says. */
const SAID_OTHERWISE: Readonly<Record<string, string>> = {
  '@logdna/tail-file': 'MIT, in its LICENSE',
  buildcheck: 'MIT, in the older form of the field',
  'cpu-features': 'MIT, in the older form of the field',
  ssh2: 'MIT, in the older form of the field',
  argparse: 'Python-2.0: permissive',
  'spdx-exceptions': 'CC-BY-3.0: a list of names',
  // Tools of development, which are passed on to nobody.
  'axe-core': 'MPL-2.0: unchanged, in tests',
  'caniuse-lite': 'CC-BY-4.0: a table of browsers',
  'uri-templates': 'public domain or MIT, at the address it gives',
};

/** `MIT OR EUPL-1.1+` may be taken as MIT; of `MIT AND Apache-2.0` both count. */
function isAllowed(license: string): boolean {
  const alternatives = license.replaceAll(/[()]/g, '').split(' OR ');
  return alternatives.some((alternative) => alternative.split(' AND ').every((part) => ALLOWED.has(part)));
}

describe('the lock file', () => {
  it('names no address that something is downloaded from', () => {
    expect(packages.filter(([, { resolved }]) => resolved !== undefined)).toEqual([]);
    expect(readFileSync(path.join(PROJECT_ROOT, 'package-lock.json'), 'utf8')).not.toMatch(
      /https?:\/\/[^"]*(?:registry|npmjs|npm\.pkg|\.tgz)/,
    );
  });

  it('knows the bytes of every package, for every platform', () => {
    expect(packages.filter(([, { integrity }]) => !integrity?.startsWith('sha512-')).map(([folder]) => folder)).toEqual([]);
  });

  it('has every version that package.json names, and package.json names versions and no ranges', () => {
    for (const [name, version] of Object.entries({ ...project.dependencies, ...project.devDependencies })) {
      expect(`${name} ${version}`).toMatch(/ \d+\.\d+\.\d+(-[\w.]+)?$/);
      expect(lock.packages[`node_modules/${name}`]?.version).toBe(version);
    }
  });

  it('has decided for every package that wants to run something when it is installed', () => {
    const wanting = packages.filter(([, { hasInstallScript }]) => hasInstallScript).map(([folder]) => nameOf(folder));
    expect(Object.keys(project.allowScripts).sort()).toEqual([...new Set(wanting)].sort());
  });
});

describe('the licences', () => {
  it('are allowed, with a reason where the metadata says it in words of its own, and no reason that nobody needs', () => {
    const refused = packages.filter(([, { license }]) => !isAllowed(license ?? 'none')).map(([folder]) => nameOf(folder));
    expect([...new Set(refused)].sort()).toEqual(Object.keys(SAID_OTHERWISE).sort());
  });
});

describe('the dependencies', () => {
  const sources = ['runtime', 'infra'].flatMap((folder) =>
    readdirSync(path.join(PROJECT_ROOT, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.tsx?$/.test(file))
      .map((file) => readFileSync(path.join(PROJECT_ROOT, folder, file), 'utf8')),
  );

  it.each(Object.keys(project.dependencies))('are used: %s', (name) => {
    expect(sources.some((text) => text.includes(`'${name}'`) || text.includes(`'${name}/`))).toBe(true);
  });
});

describe('the list of what it is made of (SBOM)', () => {
  // With `--omit dev` npm leaves out half of what a release needs: everything that a tool of development needs too.
  it('names every package of the lock file', () => {
    const printed = execFileSync('npm', ['sbom', '--sbom-format', 'cyclonedx', '--package-lock-only'], {
      cwd: PROJECT_ROOT,
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
    });
    const { components } = JSON.parse(printed) as { components: { name: string; version: string }[] };
    const listed = new Set(components.map(({ name, version }) => `${name}@${version}`));
    // An alias stands there under its own name or under the package's.
    const isListed = ([folder, { name, version }]: (typeof packages)[number]): boolean =>
      [nameOf(folder), name].some((each) => listed.has(`${each}@${version}`));

    expect(packages.filter((each) => !isListed(each)).map(([folder]) => folder)).toEqual([]);
    expect(project.scripts['sbom']).toContain('npm sbom --sbom-format cyclonedx --package-lock-only >');
  });
});

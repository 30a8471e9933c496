/**
 * `node runtime/bundle.ts [--sizes] [--if-changed]` makes everything that runs from TypeScript: the release (what is deployed, and what local
 * mode runs), the command line and the processes of local mode. Entries that do not exist are skipped; with `--if-changed` all of it is, when
 * no source is newer than what was made.
 *
 * Node strips the types of this file and reads it as CommonJS, hence `require`.
 */
const { build } = require('esbuild') as typeof import('esbuild');
const fs = require('node:fs') as typeof import('node:fs');
const path = require('node:path') as typeof import('node:path');

type BuildOptions = import('esbuild').BuildOptions;
type Plugin = import('esbuild').Plugin;

interface BundleEntry {
  readonly from: string;
  readonly to: string;
  readonly options: BuildOptions;
}

const ROOT = path.join(__dirname, '..');

/** The worker injects it; everything else is in the bundle. */
const FUNCTIONS_CORE = '@azure/functions-core';

/** Native parts of ssh2 are optional: without them it uses the crypto of Node. */
const OPTIONAL_NATIVE = ['*.node', 'cpu-features'];

/**
 * `@azure/identity` can open a browser, which nothing here wants. Without the package that does it the bundle is plain ASCII: V8 then keeps its source
 * with one byte a character instead of two.
 */
const NO_BROWSER: Plugin = {
  name: 'no-browser',
  setup: ({ onResolve, onLoad }) => {
    onResolve({ filter: /^open$/ }, () => ({ path: 'open', namespace: 'no-browser' }));
    onLoad({ filter: /.*/, namespace: 'no-browser' }, () => ({
      contents: "export default () => { throw new Error('Nobody can sign in with a browser here'); };",
    }));
  },
};

/** Without white space, which every start of a command would read; names stay, for whoever reads a stack. */
const NODE: BuildOptions = {
  bundle: true,
  minifyWhitespace: true,
  plugins: [NO_BROWSER],
  platform: 'node',
  format: 'cjs',
  target: 'node22',
  external: OPTIONAL_NATIVE,
  sourcemap: true,
  jsx: 'automatic',
  jsxImportSource: 'preact',
};

/** Its map names places of the source without repeating the source: a third of the size. */
const RELEASE: BuildOptions = {
  ...NODE,
  external: [FUNCTIONS_CORE, ...OPTIONAL_NATIVE],
  minify: true,
  sourcesContent: false,
};

/** Azurite's database store and its telemetry, which local mode never uses, are two thirds of what it would load. */
const NO_DATABASE: Plugin = {
  name: 'no-database',
  setup: ({ onResolve, onLoad }) => {
    onResolve({ filter: /^(sequelize|applicationinsights)$/ }, ({ path: name }) => ({ path: name, namespace: 'no-database' }));
    onLoad({ filter: /.*/, namespace: 'no-database' }, () => ({ contents: 'exports.Model = class {};' }));
  },
};

/** What runs in the browser: islands and style of the page, as files beside the release's code. */
const BROWSER: BuildOptions = {
  ...NODE,
  platform: 'browser',
  format: 'iife',
  target: 'es2022',
  external: [],
  minify: true,
  sourcemap: false,
};

const BUNDLE_ENTRIES: readonly BundleEntry[] = [
  { from: 'runtime/functions/index.ts', to: 'dist/release/index.js', options: RELEASE },
  { from: 'runtime/web/page/islands/main.tsx', to: 'dist/release/public/islands.js', options: BROWSER },
  { from: 'runtime/web/page/page.css', to: 'dist/release/public/page.css', options: BROWSER },
  { from: 'runtime/web/page/icon.svg', to: 'dist/release/public/icon.svg', options: { ...BROWSER, loader: { '.svg': 'copy' } } },
  { from: 'runtime/cli/main.ts', to: 'dist/cli/signal-archive.js', options: NODE },
  { from: 'runtime/local/host/main.ts', to: 'dist/local/host.js', options: NODE },
  { from: 'runtime/local/telemessage-simulator/main.ts', to: 'dist/local/telemessage-simulator.js', options: NODE },
  { from: 'runtime/local/exchange-simulator/main.ts', to: 'dist/local/exchange-simulator.js', options: NODE },
];

/** Made again only when the package or this file changes. */
const AZURITE: BundleEntry = {
  from: 'node_modules/azurite/dist/src/azurite.js',
  to: 'dist/local/azurite.js',
  options: { ...NODE, sourcemap: false, plugins: [NO_DATABASE] },
};

/** With `--bench`: measures the product from outside. */
const BENCH_ENTRIES: readonly BundleEntry[] = [
  { from: 'test/bench/main.ts', to: 'dist/bench/main.js', options: NODE },
  { from: 'test/bench/views/main.ts', to: 'dist/bench/views.js', options: NODE },
  { from: 'test/bench/peers/peer-pattern.ts', to: 'dist/bench/peer-pattern.js', options: NODE },
  { from: 'test/bench/store/main.ts', to: 'dist/bench/store.js', options: NODE },
  { from: 'test/bench/simulate/main.ts', to: 'dist/bench/simulate.js', options: NODE },
  { from: 'test/bench/rows/in-process/main.ts', to: 'dist/bench/in-process.js', options: NODE },
];

async function bundle(): Promise<void> {
  if (process.argv.includes('--if-changed') && isAllMade()) return;
  const wanted = process.argv.includes('--bench') ? [...BUNDLE_ENTRIES, ...BENCH_ENTRIES] : BUNDLE_ENTRIES;
  const all = isMade(AZURITE) ? wanted : [...wanted, AZURITE];
  const entries = all.filter(({ from }) => fs.existsSync(path.join(ROOT, from)));
  await Promise.all(
    entries.map(({ from, to, options }) =>
      build({ ...options, absWorkingDir: ROOT, entryPoints: [from], outfile: to, logLevel: 'warning' }),
    ),
  );
  writeReleaseFiles();
  if (process.argv.includes('--sizes')) printSizes(entries);
}

/** What the bundles are made of; of packages the list of their versions stands for them. */
const SOURCES = ['runtime', 'docs/openapi.yaml', 'docs/terms.md', 'package.json', 'package-lock.json'] as const;

function isAllMade(): boolean {
  const made = BUNDLE_ENTRIES.map(({ to }) => fs.statSync(path.join(ROOT, to), { throwIfNoEntry: false })?.mtimeMs ?? 0);
  return isMade(AZURITE) && Math.min(...made) > Math.max(...SOURCES.map((source) => lastChange(path.join(ROOT, source))));
}

/** Of a folder, or of anything in it: a file that is gone has changed its folder. */
function lastChange(place: string): number {
  const status = fs.statSync(place);
  if (!status.isDirectory()) return status.mtimeMs;
  return Math.max(status.mtimeMs, ...fs.readdirSync(place).map((name) => lastChange(path.join(place, name))));
}

function isMade({ from, to }: BundleEntry): boolean {
  const [made, source, rules] = [to, from, 'runtime/bundle.ts'].map((name) =>
    fs.statSync(path.join(ROOT, name), { throwIfNoEntry: false }),
  );
  if (made === undefined) return false;
  return [source, rules].every((file) => file === undefined || Math.max(file.mtimeMs, file.ctimeMs) < made.mtimeMs);
}

/** Documents that the connector itself shows: the description of its API, and the terms that an administrator accepts. */
const SERVED_DOCS = ['openapi.yaml', 'terms.md'] as const;

/** What the Functions host and the connector read besides the code. */
function writeReleaseFiles(): void {
  const release = path.join(ROOT, 'dist', 'release');
  fs.mkdirSync(release, { recursive: true });
  fs.copyFileSync(path.join(ROOT, 'runtime', 'functions', 'host.json'), path.join(release, 'host.json'));
  for (const name of SERVED_DOCS) fs.copyFileSync(path.join(ROOT, 'docs', name), path.join(release, name));
  const { name, version } = JSON.parse(fs.readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as { name: string; version: string };
  fs.writeFileSync(
    path.join(release, 'package.json'),
    `${JSON.stringify({ name, version, private: true, main: 'index.js' }, undefined, 2)}\n`,
  );
}

function printSizes(entries: readonly BundleEntry[]): void {
  for (const { to } of entries) {
    const kilobytes = Math.round(fs.statSync(path.join(ROOT, to)).size / 1_000);
    console.log(`${String(kilobytes).padStart(6)} KB  ${to}`);
  }
}

bundle().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});

/** The dependency rule of the project (docs/architecture.md): who may import whom. */
const nodeModules = (packages) => `^node_modules/(${packages})(/|$)`;
const rule = (name, comment, from, to) => ({ name, severity: 'error', comment, from, to });

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    rule('no-cycles', 'A cycle makes two files one.', {}, { circular: true }),
    rule(
      'no-orphans',
      'A file that nothing imports is dead, entry points aside.',
      {
        orphan: true,
        pathNot:
          '(^infra/(index|publish/|policy/)|^runtime/(bundle|functions/index|cli/signal-archive|local/[^/]+/main|web/page/islands/)|\\.d\\.ts$)',
      },
      {},
    ),
    rule('unresolvable', 'An import that cannot be resolved fails at run time.', {}, { couldNotResolve: true }),
    rule(
      'domain-is-pure',
      'domain imports nothing but itself and Node.',
      { path: '^runtime/domain/' },
      {
        pathNot:
          '^runtime/domain/|^node:|^(crypto|zlib|buffer|util)$|^node_modules/(csv-parse|hash-wasm|iconv-lite|safer-buffer|sanitize-html)/',
        dependencyTypesNot: ['core'],
      },
    ),
    rule(
      'ports-know-the-domain',
      'ports import the domain only.',
      { path: '^runtime/ports/' },
      { pathNot: '^runtime/(ports|domain)/', dependencyTypesNot: ['core'] },
    ),
    rule(
      'pipeline-knows-ports',
      'pipeline imports ports and domain.',
      { path: '^runtime/pipeline/' },
      { pathNot: '^runtime/(pipeline|ports|domain)/', dependencyTypesNot: ['core'] },
    ),
    rule(
      'adapters-know-ports',
      'an adapter imports ports, domain and its own SDK.',
      { path: '^runtime/adapters/([^/]+)/' },
      { path: '^runtime/', pathNot: '^runtime/(adapters/$1|ports|domain)/' },
    ),
    rule(
      'web-knows-the-pipeline',
      'web imports pipeline, ports and domain.',
      { path: '^runtime/web/' },
      { path: '^runtime/', pathNot: '^runtime/(web|pipeline|ports|domain)/' },
    ),
    rule(
      'only-main-wires',
      'functions and cli get a Connector from main.',
      { path: '^runtime/(functions|cli)/' },
      { path: '^runtime/', pathNot: '^runtime/(functions|cli|ports|main|settings|settings-keys|local)' },
    ),
    rule(
      'functions-know-no-local-mode',
      'Local mode is never in the deployed bundle.',
      { path: '^runtime/(functions|web|main|pipeline|adapters|domain|ports|settings)' },
      { path: '^runtime/local/' },
    ),
    rule('main-knows-no-entry', 'main imports no entry point.', { path: '^runtime/main' }, { path: '^runtime/(functions|cli|local)/' }),
    rule(
      'sdk-only-in-adapters',
      'An SDK is imported where its adapter is, and nowhere else.',
      { path: '^runtime/', pathNot: '^runtime/(adapters|functions|local)/' },
      { path: nodeModules('@azure|@microsoft|ssh2|ssh2-sftp-client') },
    ),
    rule(
      'csv-only-in-the-mapping-reader',
      'csv-parse has one user.',
      { path: '^runtime/', pathNot: '^runtime/domain/mapping/' },
      { path: nodeModules('csv-parse') },
    ),
    rule(
      'infra-shares-the-names',
      'infra and runtime share the names of settings only.',
      { path: '^infra/' },
      { path: '^runtime/', pathNot: '^runtime/settings-keys' },
    ),
    rule('runtime-knows-no-infra', 'runtime knows nothing of Pulumi.', { path: '^runtime/' }, { path: '^infra/|^node_modules/@pulumi/' }),
    rule(
      'publish-knows-no-pulumi',
      'The publish client runs without Pulumi.',
      { path: '^infra/publish/' },
      { path: nodeModules('@pulumi') },
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.js', '.json'],
      exportsFields: ['exports'],
      conditionNames: ['require', 'node', 'default'],
    },
  },
};

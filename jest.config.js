const transform = {
  '^.+\\.tsx?$': [
    '@swc/jest',
    {
      jsc: {
        target: 'es2023',
        parser: { syntax: 'typescript', tsx: true },
        transform: { react: { runtime: 'automatic', importSource: 'preact' } },
      },
      module: { type: 'commonjs' },
    },
  ],
};
/** ES modules that sanitize-html requires: Node and esbuild take them as they are, jest's own module loader does not. */
const esModules = '(?:htmlparser2|domhandler|domutils|dom-serializer|domelementtype|entities)';
transform[`/node_modules/${esModules}/.+\\.js$`] = ['@swc/jest', { jsc: { target: 'es2023' }, module: { type: 'commonjs' } }];
const transformIgnorePatterns = [`/node_modules/(?!${esModules}/)`];
const common = { transform, transformIgnorePatterns, testEnvironment: 'node', restoreMocks: true };

/** @type {import('jest').Config} */
module.exports = {
  projects: [
    {
      ...common,
      displayName: 'unit',
      testMatch: ['<rootDir>/test/{domain,pipeline,settings,cli,web,functions,adapters,local,docs,ports}/**/*.test.{ts,tsx}'],
    },
    { ...common, displayName: 'contract', testMatch: ['<rootDir>/test/contract/**/*.test.ts'] },
    { ...common, displayName: 'infra', testMatch: ['<rootDir>/test/infra/**/*.test.ts'] },
    { ...common, displayName: 'e2e', testMatch: ['<rootDir>/test/e2e/**/*.test.ts'] },
    { ...common, displayName: 'faults', testMatch: ['<rootDir>/test/faults/**/*.test.ts'] },
  ],
};

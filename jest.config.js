const { availableParallelism } = require('node:os');

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
/** ES modules (of sanitize-html, and preact): Node and esbuild take them as they are, jest's own module loader does not. */
const esModules = '(?:htmlparser2|domhandler|domutils|dom-serializer|domelementtype|entities|preact|preact-render-to-string)';
transform[`/node_modules/${esModules}/.+\\.m?js$`] = ['@swc/jest', { jsc: { target: 'es2023' }, module: { type: 'commonjs' } }];
const transformIgnorePatterns = [`/node_modules/(?!${esModules}/)`];
const common = {
  transform,
  transformIgnorePatterns,
  modulePathIgnorePatterns: ['<rootDir>/dist/'],
  testEnvironment: 'node',
  restoreMocks: true,
};

const project = (displayName, testMatch) => ({ ...common, displayName, testMatch });

/** @type {import('jest').Config} */
module.exports = {
  // Some of what runs waits for processes, stores and browsers of its own: one worker more than cores keeps the cores at work.
  maxWorkers: availableParallelism() + 1,
  testSequencer: '<rootDir>/test/longest-first.js',
  // A limit against hanging, not a measure: a busy machine must not fail a test. jest reads it here only, not from a project.
  testTimeout: 60_000,
  projects: [
    project('unit', ['<rootDir>/test/{domain,settings,cli,web,docs,ports,bench}/**/*.test.{ts,tsx}']),
    project('pipeline', ['<rootDir>/test/pipeline/**/*.test.ts']),
    project('adapters', ['<rootDir>/test/{adapters,functions,local}/**/*.test.ts']),
    project('contract', ['<rootDir>/test/contract/**/*.test.ts']),
    project('infra', ['<rootDir>/test/infra/**/*.test.ts']),
    project('e2e', ['<rootDir>/test/e2e/**/*.test.ts']),
    project('page', ['<rootDir>/test/page/**/*.test.ts']),
    project('hostile', ['<rootDir>/test/hostile/**/*.test.ts']),
    {
      ...project('faults', ['<rootDir>/test/faults/**/*.test.ts']),
      // What cannot be sampled runs only with everything else (`npm run test:faults`).
      testPathIgnorePatterns: ['/node_modules/', ...(process.env.FAULTS === 'all' ? [] : ['/test/faults/long/'])],
    },
  ],
};

const { projects, ...shared } = require('../../../jest.config.js');
const pipeline = projects.find(({ displayName }) => displayName === 'pipeline');
const [pattern, [, options]] = Object.entries(pipeline.transform)[0];

/** The tests of the pipeline over code from which one rule is taken out; see without-rules.test.ts. */
module.exports = {
  ...shared,
  ...pipeline,
  rootDir: '../../..',
  testTimeout: 20_000,
  transform: { ...pipeline.transform, [pattern]: ['<rootDir>/test/faults/rules/without-rule-transform.js', options] },
};

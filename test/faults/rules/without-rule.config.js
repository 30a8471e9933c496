const { projects, ...shared } = require('../../../jest.config.js');
const unit = projects.find(({ displayName }) => displayName === 'unit');
const [pattern, [, options]] = Object.entries(unit.transform)[0];

/** The unit tests over code from which one rule is taken out; see without-rules.test.ts. */
module.exports = {
  ...shared,
  ...unit,
  rootDir: '../../..',
  testTimeout: 20_000,
  transform: { ...unit.transform, [pattern]: ['<rootDir>/test/faults/rules/without-rule-transform.js', options] },
};

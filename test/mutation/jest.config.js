const [unit] = require('../../jest.config.js').projects;

/** The unit project, with the tests of one group (`MUTATION_GROUP`). @type {import('jest').Config} */
module.exports = {
  ...unit,
  displayName: 'mutation',
  rootDir: '../..',
  testEnvironment: require.resolve('./first-failure.js'),
  testMatch: ['<rootDir>/test/mutation/group-tests.ts'],
};

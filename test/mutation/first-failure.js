const { TestEnvironment } = require('jest-environment-node');

/** Ends a file of tests at its first failure, which is all there is to know of a mutant: what follows may never end. */
module.exports = class FirstFailure extends TestEnvironment {
  hasFailed = false;

  handleTestEvent(event) {
    if (event.name === 'test_fn_failure' || event.name === 'hook_failure') this.hasFailed = true;
    if (event.name === 'test_start' && this.hasFailed) event.test.mode = 'skip';
  }
};

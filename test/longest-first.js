const Sequencer = require('@jest/test-sequencer').default;

/** Files that take long, the longest first: one of them that began last would leave the other cores without work. */
const LONG = [
  'page/connector-page',
  'infra/engine/real-engine',
  'hostile/fuzz/fuzz',
  'e2e/past-days',
  'e2e/killed',
  'hostile/sizes/sizes',
  'e2e/lost-ledger',
  'e2e/clean-day',
  'infra/program/program',
  'e2e/api-command-line',
  'faults/model/',
  'faults/soak',
  'faults/',
  'contract/',
  'e2e/',
  'infra/',
  'hostile/',
];

const rank = ({ path }) => {
  const found = LONG.findIndex((part) => path.includes(`/test/${part}`));
  return found === -1 ? LONG.length : found;
};

/** Takes the place of what jest remembers of earlier runs, which a clean checkout does not have. */
class LongestFirst extends Sequencer {
  sort(tests) {
    return [...super.sort(tests)].sort((one, other) => rank(one) - rank(other));
  }
}

module.exports = LongestFirst;

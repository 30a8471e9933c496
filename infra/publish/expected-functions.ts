/**
 * The functions of a release, as the resource manager lists them. The one list that the publish client waits for and that tests compare
 * with the built bundle.
 */
export const EXPECTED_FUNCTIONS: readonly string[] = [
  'api',
  'collect',
  'collectPoison',
  'deliver',
  'deliverPoison',
  'openRun',
  'page',
  'replay',
  'replayPoison',
  'settle',
  'settlePoison',
  'settleTimer',
  'unpack',
  'unpackPoison',
];

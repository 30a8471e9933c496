/** Settings of local mode only: infra never sets them. */
export const LocalKey = {
  /** Connection string of Azurite; the queue triggers use it under this name too. */
  Storage: 'ARCHIVE_STORAGE',
  GraphToken: 'LOCAL_GRAPH_TOKEN',
  SourceUsername: 'LOCAL_SOURCE_USERNAME',
  SourcePassword: 'LOCAL_SOURCE_PASSWORD',
  SourcePrivateKey: 'LOCAL_SOURCE_PRIVATE_KEY',
  SourceCa: 'LOCAL_SOURCE_CA',
  SigningKeyFile: 'LOCAL_SIGNING_KEY_FILE',
  /** `host`: the platform's sign-in is played by the local host, which takes every header of that name out of what callers send. */
  SignIn: 'LOCAL_SIGN_IN',
  /**
   * How far the clock of the connector is put back, in milliseconds. The one setting that is read again and again: the demo imports its past
   * days with it, each at its own time. Absent = the clock is never put back.
   */
  ClockShift: 'LOCAL_CLOCK_SHIFT_MS',
  SettleDelaySeconds: 'LOCAL_SETTLE_DELAY_SECONDS',
  IdleCloseSeconds: 'LOCAL_IDLE_CLOSE_SECONDS',
} as const;

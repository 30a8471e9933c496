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
  SettleDelaySeconds: 'LOCAL_SETTLE_DELAY_SECONDS',
  IdleCloseSeconds: 'LOCAL_IDLE_CLOSE_SECONDS',
} as const;

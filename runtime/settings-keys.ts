/**
 * Names of the application settings: the only file that infra and runtime share. infra sets every one of them; `settings.ts` reads them.
 * Names that end in `_SECRET_NAME` hold the name of a vault secret, never a secret.
 */
export const SettingsKey = {
  // who and where
  TenantId: 'TENANT_ID',
  Stack: 'STACK_NAME',
  Release: 'RELEASE_VERSION',
  // source
  SourceKind: 'SOURCE_KIND',
  /** `telemessage`: base URL; `sftp`: `sftp://host:port/path`; `landing`: container URL; `directory`: path (local mode only). */
  SourceUrl: 'SOURCE_URL',
  /** `telemessage`: paths of sign-in, listing and download below the base URL, comma separated. */
  SourcePaths: 'SOURCE_PATHS',
  /** `sftp`: comma separated `SHA256:...` fingerprints; required there. */
  SourceHostKeys: 'SOURCE_HOST_KEYS',
  SourceCredentialSecretName: 'SOURCE_CREDENTIAL_SECRET_NAME',
  CredentialExpiresOn: 'CREDENTIAL_EXPIRES_ON',
  /** Whether the source is told that a package is durable here. */
  Acknowledge: 'SOURCE_ACKNOWLEDGE',
  Schedule: 'SCHEDULE',
  OverlapHours: 'OVERLAP_HOURS',
  StartFrom: 'START_FROM',
  RunCloseHours: 'RUN_CLOSE_HOURS',
  Paused: 'PAUSED',
  // items
  EmailPropertyHeaders: 'EMAIL_PROPERTY_HEADERS',
  OwnerHeaders: 'OWNER_HEADERS',
  MessageIdHeaders: 'MESSAGE_ID_HEADERS',
  KindHeaders: 'KIND_HEADERS',
  SourceTypeHeaders: 'SOURCE_TYPE_HEADERS',
  GroupIdHeaders: 'GROUP_ID_HEADERS',
  ItemClass: 'ITEM_CLASS',
  OtherArchivers: 'OTHER_ARCHIVERS',
  // routing
  AutomaticMapping: 'AUTOMATIC_MAPPING',
  AllowedDomains: 'ALLOWED_DOMAINS',
  /** Set when the stack's configuration owns the mapping: SHA-256 of its file. */
  MappingOwner: 'MAPPING_OWNED_BY_STACK',
  /** When not empty, only these mailboxes get copies (a stage that shares a tenant with production). */
  PilotMailboxes: 'PILOT_MAILBOXES',
  // Exchange
  GraphRoot: 'GRAPH_ROOT',
  AuthorityHost: 'AUTHORITY_HOST',
  ClientId: 'CLIENT_ID',
  ManagedIdentityClientId: 'MANAGED_IDENTITY_CLIENT_ID',
  TokenExchangeAudience: 'TOKEN_EXCHANGE_AUDIENCE',
  LookAfterSeconds: 'LOOK_AFTER_SECONDS',
  /** `exchange-rbac` (mailboxes inside an Exchange scope) or `entra` (every mailbox): what `doctor` expects of the token. */
  MailAccess: 'MAIL_ACCESS',
  /** `exchange-rbac`: the mail-enabled security group whose members are in scope; only named in what people are told to do. */
  ExchangeScopeGroup: 'EXCHANGE_SCOPE_GROUP',
  /** Value of PidTagMessageFlags at creation: 1, 4 or 5; `probe` says which one makes a message that is no draft. */
  MessageFlags: 'MESSAGE_FLAGS',
  /** Whether large items may get their attachments after creation and be moved from staging; false = they become stubs. */
  AttachAfterCreate: 'ATTACH_AFTER_CREATE',
  // stores. The three URIs are the identity-based connection of the queue triggers too, hence their names
  BlobServiceUri: 'ARCHIVE_STORAGE__blobServiceUri',
  QueueServiceUri: 'ARCHIVE_STORAGE__queueServiceUri',
  TableServiceUri: 'ARCHIVE_STORAGE__tableServiceUri',
  StorageCredential: 'ARCHIVE_STORAGE__credential',
  StorageClientId: 'ARCHIVE_STORAGE__clientId',
  VaultUri: 'VAULT_URI',
  SigningKeyName: 'SIGNING_KEY_NAME',
  // people
  AlertRecipients: 'ALERT_RECIPIENTS',
} as const;

/** User name of the credential that the vault is made with; it says that nobody has set one yet. */
export const CREDENTIAL_NOT_SET = 'not-set';

export type SettingsKeyName = (typeof SettingsKey)[keyof typeof SettingsKey];

/**
 * Options of Node for the worker's process, deployed and local: a worker holds little for long and makes much that dies soon, which V8 would
 * otherwise keep for later. A small young generation; the old one grows by 40 % of what lives before it is collected, from 48 MB on.
 * docs/performance.md has what a worker takes with them.
 */
export const WORKER_NODE_ARGUMENTS: readonly string[] = [
  '--max-semi-space-size=4',
  '--heap-growing-percent=40',
  '--initial-old-space-size=48',
];

/**
 * The C library gives memory back: large buffers at once, and no heap of its own for each thread. What Node reads a socket into (64 KiB) is not
 * among the large ones: a mapping of its own for each read cost 0.3 ms a picture.
 */
export const WORKER_ENVIRONMENT: Readonly<Record<string, string>> = {
  MALLOC_ARENA_MAX: '1',
  MALLOC_MMAP_THRESHOLD_: '131072',
  MALLOC_TRIM_THRESHOLD_: '131072',
};

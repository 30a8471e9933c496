import { type Input, interpolate } from '@pulumi/pulumi';
import { SettingsKey, type SettingsKeyName, WORKER_ENVIRONMENT, WORKER_NODE_ARGUMENTS } from '../runtime/settings-keys';
import { blobServiceUri, type Cloud, type Hosting, queueServiceUri, tableServiceUri, vaultUri } from './clouds';
import type { StackConfig } from './config/fields';

/** What the settings say besides the configuration. */
export interface SettingsFacts {
  readonly stack: string;
  readonly cloud: Cloud;
  /** SHA-256 of the release zip. */
  readonly release: string;
  readonly clientId: Input<string>;
  readonly identityClientId: Input<string>;
  readonly archiveAccount: string;
  readonly hostAccount: string;
  readonly vaultName: string;
  readonly credentialSecretName: string;
  readonly signingKeyName: string;
  /** Address of the landing container; undefined = the source is elsewhere. */
  readonly landingUrl: string | undefined;
  /** SHA-256 of the mapping file that the stack's configuration owns; empty = the page owns the mapping. */
  readonly mappingVersion: string;
  readonly insightsConnectionString: Input<string>;
}

const words = (values: readonly (string | number)[]): string => values.join(',');

/** Every setting of the runtime. An empty text means: the runtime's own default. None of them is a secret. */
export function connectorSettings(config: StackConfig, facts: SettingsFacts): Record<SettingsKeyName, Input<string>> {
  return {
    [SettingsKey.TenantId]: config.tenantId,
    [SettingsKey.Stack]: facts.stack,
    [SettingsKey.Release]: facts.release,
    ...sourceSettings(config, facts),
    ...itemSettings(config),
    [SettingsKey.AutomaticMapping]: String(config.automaticMapping),
    [SettingsKey.AllowedDomains]: words(config.allowedDomains),
    [SettingsKey.MappingOwner]: facts.mappingVersion,
    [SettingsKey.PilotMailboxes]: words(config.pilotMailboxes),
    [SettingsKey.GraphRoot]: facts.cloud.graphRoot,
    [SettingsKey.AuthorityHost]: facts.cloud.authorityHost,
    [SettingsKey.ClientId]: facts.clientId,
    [SettingsKey.ManagedIdentityClientId]: facts.identityClientId,
    [SettingsKey.TokenExchangeAudience]: facts.cloud.tokenExchangeAudience,
    [SettingsKey.LookAfterSeconds]: words(config.lookAfterSeconds),
    [SettingsKey.MailAccess]: config.mailAccess,
    [SettingsKey.ExchangeScopeGroup]: config.exchangeScopeGroup,
    [SettingsKey.MessageFlags]: String(config.messageFlags),
    [SettingsKey.AttachAfterCreate]: String(config.attachAfterCreate),
    [SettingsKey.BlobServiceUri]: blobServiceUri(facts.cloud, facts.archiveAccount),
    [SettingsKey.QueueServiceUri]: queueServiceUri(facts.cloud, facts.archiveAccount),
    [SettingsKey.TableServiceUri]: tableServiceUri(facts.cloud, facts.archiveAccount),
    [SettingsKey.StorageCredential]: 'managedidentity',
    [SettingsKey.StorageClientId]: facts.identityClientId,
    [SettingsKey.VaultUri]: vaultUri(facts.cloud, facts.vaultName),
    [SettingsKey.SigningKeyName]: facts.signingKeyName,
    [SettingsKey.AlertRecipients]: words(config.alertEmails),
  };
}

function sourceSettings(config: StackConfig, facts: SettingsFacts) {
  return {
    [SettingsKey.SourceKind]: config.sourceKind,
    [SettingsKey.SourceUrl]: facts.landingUrl ?? config.sourceUrl,
    [SettingsKey.SourcePaths]: words(config.sourcePaths),
    [SettingsKey.SourceHostKeys]: words(config.sourceHostKeys),
    [SettingsKey.SourceCredentialSecretName]: facts.credentialSecretName,
    [SettingsKey.CredentialExpiresOn]: config.credentialExpiresOn,
    [SettingsKey.Acknowledge]: String(config.acknowledge),
    [SettingsKey.Schedule]: config.schedule,
    [SettingsKey.OverlapHours]: String(config.overlapHours),
    [SettingsKey.StartFrom]: config.startFrom,
    [SettingsKey.RunCloseHours]: String(config.runCloseHours),
    [SettingsKey.Paused]: String(config.paused),
  };
}

function itemSettings(config: StackConfig) {
  return {
    [SettingsKey.EmailPropertyHeaders]: words(config.emailPropertyHeaders),
    [SettingsKey.OwnerHeaders]: words(config.ownerHeaders),
    [SettingsKey.MessageIdHeaders]: words(config.messageIdHeaders),
    [SettingsKey.KindHeaders]: words(config.kindHeaders),
    [SettingsKey.SourceTypeHeaders]: words(config.sourceTypeHeaders),
    [SettingsKey.GroupIdHeaders]: words(config.groupIdHeaders),
    [SettingsKey.ItemClass]: config.itemClass,
    [SettingsKey.OtherArchivers]: words(config.otherArchivers),
  };
}

/** Settings that the platform reads: the host's own storage, telemetry, the sign-in of the page. */
export function platformSettings(
  hosting: Hosting,
  config: Pick<StackConfig, 'tenantId'>,
  facts: SettingsFacts,
): Record<string, Input<string>> {
  return {
    // Blobs only: locks and keys. The host's diagnostic table would need one more right and says nothing that is not in the logs.
    AzureWebJobsStorage__blobServiceUri: blobServiceUri(facts.cloud, facts.hostAccount),
    AzureWebJobsStorage__credential: 'managedidentity',
    AzureWebJobsStorage__clientId: facts.identityClientId,
    // The page is at the root, where the platform would show a page of its own.
    AzureWebJobsDisableHomepage: 'true',
    languageWorkers__node__arguments: WORKER_NODE_ARGUMENTS.join(' '),
    ...WORKER_ENVIRONMENT,
    APPLICATIONINSIGHTS_CONNECTION_STRING: facts.insightsConnectionString,
    APPLICATIONINSIGHTS_AUTHENTICATION_STRING: interpolate`ClientId=${facts.identityClientId};Authorization=AAD`,
    // The sign-in of the page asks the identity for its proof in place of a client secret.
    [SIGN_IN_WITHOUT_SECRET]: facts.identityClientId,
    WEBSITE_AUTH_AAD_ALLOWED_TENANTS: config.tenantId,
    ...(hosting === 'dedicated' ? DEDICATED_SETTINGS : {}),
  };
}

/** App Service: the setting of this name holds the client id of the identity whose token replaces the client secret. */
export const SIGN_IN_WITHOUT_SECRET = 'OVERRIDE_USE_MI_FIC_ASSERTION_CLIENTID';

/** Flex has these in `functionAppConfig`, and refuses or ignores them as settings. */
const DEDICATED_SETTINGS = {
  FUNCTIONS_EXTENSION_VERSION: '~4',
  FUNCTIONS_WORKER_RUNTIME: 'node',
  WEBSITE_RUN_FROM_PACKAGE: '1',
};

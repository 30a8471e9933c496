import { SettingsKey } from '../settings-keys';
import type { Settings } from './settings';

/** A setting as it takes effect, for people. None of them is a secret: secrets are in the vault, and only their names are settings. */
export interface EffectiveSetting {
  readonly name: string;
  readonly key: string;
  readonly value: string;
  /** Key in the configuration of the stack; '' for what the program sets by itself. */
  readonly stackKey: string;
}

type Row = readonly [name: string, key: string, value: string, stackKey?: string];

const list = (values: readonly (string | number)[]): string => (values.length === 0 ? 'none' : values.join(', '));
const yesNo = (value: boolean): string => (value ? 'yes' : 'no');
const date = (value: Date | undefined): string => value?.toISOString().replace('T00:00:00.000Z', '') ?? 'not set';

/** Every setting with the value that is in force, defaults included. `stackKey` follows Pulumi.yaml. */
export function effectiveSettings(settings: Settings): readonly EffectiveSetting[] {
  const rows: readonly Row[] = [
    ...sourceRows(settings),
    ...runRows(settings),
    ...routingRows(settings),
    ...itemRows(settings),
    ...exchangeRows(settings),
    ...otherRows(settings),
  ];
  return rows.map(([name, key, value, stackKey = '']) => ({ name, key, value, stackKey }));
}

function sourceRows({ source, secrets, credentialExpiresOn, run }: Settings): readonly Row[] {
  return [
    ['Source', SettingsKey.SourceKind, source.kind, 'sourceKind'],
    ['Address of the source', SettingsKey.SourceUrl, source.url, 'sourceUrl'],
    ['Paths at the source', SettingsKey.SourcePaths, list(source.paths), 'sourcePaths'],
    ['Pinned host keys', SettingsKey.SourceHostKeys, list(source.hostKeys), 'sourceHostKeys'],
    ['Secret with the credential', SettingsKey.SourceCredentialSecretName, secrets.kind === 'vault' ? secrets.credentialName : 'local'],
    ['Credential expires on', SettingsKey.CredentialExpiresOn, date(credentialExpiresOn), 'credentialExpiresOn'],
    ['Tells the source what is durable here', SettingsKey.Acknowledge, yesNo(run.acknowledges), 'acknowledge'],
  ];
}

function runRows({ run }: Settings): readonly Row[] {
  return [
    ['Schedule (UTC)', SettingsKey.Schedule, run.schedule, 'schedule'],
    ['Overlap of listings', SettingsKey.OverlapHours, `${run.overlapHours} h`, 'overlapHours'],
    ['Start from', SettingsKey.StartFrom, date(run.startFrom), 'startFrom'],
    ['A run closes after', SettingsKey.RunCloseHours, `${run.runCloseHours} h`, 'runCloseHours'],
    ['Paused by the stack', SettingsKey.Paused, yesNo(run.isPaused), 'paused'],
    ['Looks after a lost answer', SettingsKey.LookAfterSeconds, `${run.lookAfterSeconds.join(', ')} s`, 'lookAfterSeconds'],
  ];
}

function exchangeRows({ graph }: Settings): readonly Row[] {
  return [
    ['Access to mailboxes', SettingsKey.MailAccess, graph.mailAccess, 'mailAccess'],
    ['Group of the Exchange scope', SettingsKey.ExchangeScopeGroup, graph.scopeGroup || 'not set', 'exchangeScopeGroup'],
    ['Message flags', SettingsKey.MessageFlags, String(graph.messageFlags), 'messageFlags'],
    ['Attachments after creation', SettingsKey.AttachAfterCreate, yesNo(graph.attachAfterCreate), 'attachAfterCreate'],
  ];
}

function routingRows({ routing }: Settings): readonly Row[] {
  return [
    ['Automatic user mapping', SettingsKey.AutomaticMapping, yesNo(routing.automaticMapping), 'automaticMapping'],
    ['Allowed domains', SettingsKey.AllowedDomains, list(routing.allowedDomains), 'allowedDomains'],
    ['Mapping owned by the stack', SettingsKey.MappingOwner, routing.mappingOwnedBy === '' ? 'no' : routing.mappingOwnedBy, 'mappingFile'],
    ['Pilot mailboxes', SettingsKey.PilotMailboxes, list(routing.pilotMailboxes), 'pilotMailboxes'],
  ];
}

function itemRows({ items, itemClass, otherArchivers }: Settings): readonly Row[] {
  return [
    ['Email property headers', SettingsKey.EmailPropertyHeaders, list(items.emailPropertyHeaders), 'emailPropertyHeaders'],
    ['Owner headers', SettingsKey.OwnerHeaders, list(items.ownerHeaders), 'ownerHeaders'],
    ['Message id headers', SettingsKey.MessageIdHeaders, list(items.messageIdHeaders), 'messageIdHeaders'],
    ['Kind headers', SettingsKey.KindHeaders, list(items.kindHeaders), 'kindHeaders'],
    ['Source type headers', SettingsKey.SourceTypeHeaders, list(items.sourceTypeHeaders), 'sourceTypeHeaders'],
    ['Group id headers', SettingsKey.GroupIdHeaders, list(items.groupIdHeaders), 'groupIdHeaders'],
    ['Item class', SettingsKey.ItemClass, itemClass, 'itemClass'],
    ['Other archivers', SettingsKey.OtherArchivers, list(otherArchivers), 'otherArchivers'],
  ];
}

function otherRows({ tenantId, stack, release, graph, storage, secrets, alertRecipients }: Settings): readonly Row[] {
  const identity = graph.token.kind === 'federated' ? graph.token : undefined;
  const uris = storage.kind === 'azure' ? storage : undefined;
  return [
    ['Alert recipients', SettingsKey.AlertRecipients, list(alertRecipients), 'alertEmails'],
    ['Tenant', SettingsKey.TenantId, tenantId, 'tenantId'],
    ['Stack', SettingsKey.Stack, stack || 'none'],
    ['Release', SettingsKey.Release, release || 'not set', 'release'],
    ['Microsoft Graph', SettingsKey.GraphRoot, graph.root, 'cloud'],
    ['Sign-in authority', SettingsKey.AuthorityHost, identity?.authorityHost ?? 'local', 'cloud'],
    ['App registration', SettingsKey.ClientId, identity?.clientId ?? 'local'],
    ['Managed identity', SettingsKey.ManagedIdentityClientId, identity?.identityClientId ?? 'local'],
    ['Token exchange audience', SettingsKey.TokenExchangeAudience, identity?.exchangeAudience ?? 'local', 'cloud'],
    ['Blob service', SettingsKey.BlobServiceUri, uris?.blobServiceUri ?? 'local'],
    ['Queue service', SettingsKey.QueueServiceUri, uris?.queueServiceUri ?? 'local'],
    ['Table service', SettingsKey.TableServiceUri, uris?.tableServiceUri ?? 'local'],
    ['Vault', SettingsKey.VaultUri, secrets.kind === 'vault' ? secrets.uri : 'local'],
    ['Signing key', SettingsKey.SigningKeyName, secrets.kind === 'vault' ? secrets.keyName : 'local key file'],
  ];
}

import { DEFAULT_ITEM_SETTINGS, type ItemSettings } from './domain/item/item-settings';
import { LocalKey } from './settings/local-keys';
import { readSignIn } from './settings/read-sign-in';
import { type Environment, SettingsReader } from './settings/read-values';
import {
  type GraphSettings,
  type GraphTokenSettings,
  MAIL_ACCESS,
  type RoutingSettings,
  type RunSettings,
  type SecretSettings,
  type Settings,
  SOURCE_KINDS,
  type SourceSettings,
  type StorageSettings,
} from './settings/settings';
import { SettingsKey } from './settings-keys';

/** Says everything that is wrong with the settings at once. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
  constructor(readonly problems: readonly string[]) {
    super(`The application settings are not usable:\n${problems.map((problem) => `- ${problem}`).join('\n')}`);
  }
}

const MAX_OVERLAP_HOURS = 24 * 60;
const MAX_CLOSE_HOURS = 72;
const MAX_LOOK_SECONDS = 3_600;
const DEFAULT_LOOKS = [30, 120, 720] as const;
/** Azurite and the simulators answer at once; waiting minutes for them would only be in the way. */
const LOOPBACK_LOOKS = [1, 3, 30] as const;

/** Reads the environment once. Throws `ConfigurationError` with every problem. */
export function readSettings(env: Environment): Settings {
  const reader = new SettingsReader(env);
  const isLocal = reader.text(LocalKey.Storage) !== '';
  const settings: Settings = {
    tenantId: reader.required(SettingsKey.TenantId, 'the Microsoft 365 tenant'),
    stack: reader.text(SettingsKey.Stack),
    release: reader.text(SettingsKey.Release),
    isLocal,
    source: readSource(reader),
    storage: isLocal ? { kind: 'azurite', connectionString: reader.text(LocalKey.Storage) } : readStorage(reader),
    graph: readGraph(reader, isLocal),
    secrets: isLocal ? readLocalSecrets(reader) : readVault(reader),
    signIn: readSignIn(reader, isLocal),
    items: readItems(reader),
    itemClass: reader.text(SettingsKey.ItemClass) || 'IPM.Note.Signal',
    otherArchivers: reader.list(SettingsKey.OtherArchivers),
    run: readRun(reader, isLocal),
    routing: readRouting(reader, isLocal),
    alertRecipients: reader.list(SettingsKey.AlertRecipients),
    credentialExpiresOn: reader.time(SettingsKey.CredentialExpiresOn),
  };
  if (reader.problems.length > 0) throw new ConfigurationError(reader.problems);
  return Object.freeze(settings);
}

/** The settings of the item reader alone. */
export function itemSettings(env: Environment): ItemSettings {
  return readItems(new SettingsReader(env));
}

function readSource(reader: SettingsReader): SourceSettings {
  const kind = reader.oneOf(SettingsKey.SourceKind, SOURCE_KINDS) ?? 'telemessage';
  const url = reader.required(SettingsKey.SourceUrl, 'where the packages come from');
  const hostKeys = reader.list(SettingsKey.SourceHostKeys);
  if (kind === 'sftp' && hostKeys.length === 0)
    reader.problems.push(`${SettingsKey.SourceHostKeys} is not set: an SFTP server is only used with its pinned host key`);
  return { kind, url, paths: reader.list(SettingsKey.SourcePaths), hostKeys, ca: reader.text(LocalKey.SourceCa) || undefined };
}

function readStorage(reader: SettingsReader): StorageSettings {
  return {
    kind: 'azure',
    blobServiceUri: reader.url(SettingsKey.BlobServiceUri, 'the archive account'),
    queueServiceUri: reader.url(SettingsKey.QueueServiceUri, 'the archive account'),
    tableServiceUri: reader.url(SettingsKey.TableServiceUri, 'the archive account'),
    identityClientId: reader.required(SettingsKey.StorageClientId, 'the identity that opens the archive account'),
  };
}

function readGraph(reader: SettingsReader, isLocal: boolean): GraphSettings {
  return {
    root: reader.url(SettingsKey.GraphRoot, 'the Microsoft Graph endpoint with its version'),
    token: readGraphToken(reader, isLocal),
    mailAccess: reader.oneOf(SettingsKey.MailAccess, MAIL_ACCESS, 'exchange-rbac') ?? 'exchange-rbac',
    scopeGroup: reader.text(SettingsKey.ExchangeScopeGroup),
    messageFlags: Number(reader.oneOf(SettingsKey.MessageFlags, ['1', '4', '5'], '1') ?? '1') as 1 | 4 | 5,
    attachAfterCreate: reader.flag(SettingsKey.AttachAfterCreate, true),
  };
}

function readGraphToken(reader: SettingsReader, isLocal: boolean): GraphTokenSettings {
  const token = reader.text(LocalKey.GraphToken);
  if (isLocal && token !== '') return { kind: 'fixed', token };
  return {
    kind: 'federated',
    authorityHost: reader.url(SettingsKey.AuthorityHost, 'where tokens come from'),
    tenantId: reader.text(SettingsKey.TenantId),
    clientId: reader.required(SettingsKey.ClientId, 'the app registration of the connector'),
    identityClientId: reader.required(SettingsKey.ManagedIdentityClientId, 'the identity that the app registration trusts'),
    exchangeAudience: reader.required(SettingsKey.TokenExchangeAudience, 'the audience of the token exchange'),
  };
}

function readVault(reader: SettingsReader): SecretSettings {
  return {
    kind: 'vault',
    uri: reader.url(SettingsKey.VaultUri, 'the vault with credential and signing key'),
    credentialName: reader.required(SettingsKey.SourceCredentialSecretName, 'the secret with the credential of the source'),
    keyName: reader.required(SettingsKey.SigningKeyName, 'the key that signs reports'),
    identityClientId: reader.required(SettingsKey.ManagedIdentityClientId, 'the identity that opens the vault'),
  };
}

function readLocalSecrets(reader: SettingsReader): SecretSettings {
  return {
    kind: 'local',
    username: reader.text(LocalKey.SourceUsername),
    password: reader.text(LocalKey.SourcePassword),
    privateKey: reader.text(LocalKey.SourcePrivateKey),
    keyFile: reader.required(LocalKey.SigningKeyFile, 'the file with the key that signs reports'),
  };
}

function readItems(reader: SettingsReader): ItemSettings {
  return {
    emailPropertyHeaders: reader.listOr(SettingsKey.EmailPropertyHeaders, DEFAULT_ITEM_SETTINGS.emailPropertyHeaders),
    ownerHeaders: reader.listOr(SettingsKey.OwnerHeaders, DEFAULT_ITEM_SETTINGS.ownerHeaders),
    messageIdHeaders: reader.listOr(SettingsKey.MessageIdHeaders, DEFAULT_ITEM_SETTINGS.messageIdHeaders),
    kindHeaders: reader.listOr(SettingsKey.KindHeaders, DEFAULT_ITEM_SETTINGS.kindHeaders),
    sourceTypeHeaders: reader.listOr(SettingsKey.SourceTypeHeaders, DEFAULT_ITEM_SETTINGS.sourceTypeHeaders),
    groupIdHeaders: reader.listOr(SettingsKey.GroupIdHeaders, DEFAULT_ITEM_SETTINGS.groupIdHeaders),
  };
}

function readRun(reader: SettingsReader, isLocal: boolean): RunSettings {
  return {
    schedule: reader.text(SettingsKey.Schedule) || '0 30 6 * * *',
    overlapHours: reader.whole(SettingsKey.OverlapHours, 72, 0, MAX_OVERLAP_HOURS),
    startFrom: reader.time(SettingsKey.StartFrom),
    runCloseHours: reader.whole(SettingsKey.RunCloseHours, 4, 1, MAX_CLOSE_HOURS),
    lookAfterSeconds: readLooks(reader, isLocal),
    acknowledges: reader.flag(SettingsKey.Acknowledge, true),
    settleDelayInSeconds: reader.whole(LocalKey.SettleDelaySeconds, 30, 0, 300),
    idleCloseInSeconds: reader.whole(LocalKey.IdleCloseSeconds, 0, 0, 3_600),
    isPaused: reader.flag(SettingsKey.Paused, false),
  };
}

function readLooks(reader: SettingsReader, isLocal: boolean): readonly [number, number, number] {
  const values = reader.list(SettingsKey.LookAfterSeconds);
  if (values.length === 0) return isLocal ? LOOPBACK_LOOKS : DEFAULT_LOOKS;
  const [first, second, third] = values.map(Number);
  const isRising =
    first !== undefined &&
    second !== undefined &&
    third !== undefined &&
    first > 0 &&
    second > first &&
    third > second &&
    third <= MAX_LOOK_SECONDS;
  if (isRising && values.length === 3) return [first, second, third];
  reader.problems.push(
    `${SettingsKey.LookAfterSeconds} must be three rising numbers of seconds up to ${MAX_LOOK_SECONDS}, such as ${DEFAULT_LOOKS.join(',')}, got '${values.join(',')}'`,
  );
  return DEFAULT_LOOKS;
}

function readRouting(reader: SettingsReader, isLocal: boolean): RoutingSettings {
  const allowedDomains = reader.list(SettingsKey.AllowedDomains).map((domain) => domain.toLowerCase());
  if (!isLocal && allowedDomains.length === 0)
    reader.problems.push(`${SettingsKey.AllowedDomains} is not set: only mailboxes of these domains get copies`);
  return {
    automaticMapping: reader.flag(SettingsKey.AutomaticMapping, true),
    allowedDomains,
    pilotMailboxes: reader.list(SettingsKey.PilotMailboxes).map((address) => address.toLowerCase()),
    mappingOwnedBy: reader.text(SettingsKey.MappingOwner),
  };
}

import { boolean, choice, type Field, type FieldValue, integer, list, optional, refine, text, textMap } from './field';
import { formatIpRange, isPublic, readIpRange } from './ip-range';
import { isTimerSchedule } from './timer-schedule';

/** The words that lock the retention; anything else does not. */
export const LOCK_WORDS = 'I understand this cannot be undone';

/** What Azure accepts as the longest immutability period. */
export const MAX_RETENTION_DAYS = 146_000;

const guid = refine(text('a GUID', /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i), 'a GUID', (value) => value.toLowerCase());
const header = text('the name of a header', /^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}$/);
const sha256 = text('a SHA-256 in hex', /^[0-9a-f]{64}$/);
const mailAddress = text('a mail address', /^[^\s@,;"<>()]{1,64}@[a-z0-9](?:[a-z0-9.-]{0,250}[a-z0-9])?$/i);
const anyText = text('a text of at most 200 characters', /^[^\p{Cc}]{1,200}$/u);
const subnetId = text(
  'the resource id of a subnet',
  /^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+\/providers\/Microsoft\.Network\/virtualNetworks\/[^/]+\/subnets\/[^/]+$/i,
);

/** Azure Storage takes single addresses and ranges up to /30, public ones only; `a.b.c.d/32` is written without its prefix. */
const publicIp = refine(anyText, 'a public IPv4 address, or a range up to /30', (value) => {
  const range = readIpRange(value);
  return range !== undefined && range.prefix !== 31 && range.prefix >= 8 && isPublic(range) ? formatIpRange(range) : undefined;
});

const addressSpace = refine(anyText, 'a private IPv4 range from /16 to /26 such as "10.60.0.0/24"', (value) => {
  const range = readIpRange(value);
  return range !== undefined && range.prefix >= 16 && range.prefix <= 26 && !isPublic(range) ? formatIpRange(range) : undefined;
});

/** YAML takes a day or a time without quotes for a point in time, and Pulumi hands that on in words of its own. */
const WRITTEN_BY_PULUMI = /^(\d{4}-\d{2}-\d{2}) (\d{2}:\d{2}:\d{2}) \+0000 UTC$/;

const day = refine(anyText, 'a day such as "2027-06-30"', (value) => {
  const [, written] = WRITTEN_BY_PULUMI.exec(value) ?? [];
  return [written ?? value].find(isDay);
});

const instant = refine(anyText, 'a day or a time in UTC such as "2026-11-20T06:30:00Z"', (value) => {
  const [, written, time] = WRITTEN_BY_PULUMI.exec(value) ?? [];
  const text = written === undefined ? value : `${written}T${time}Z`;
  return isDay(text) || (/^[\d-]{10}T\d{2}:\d{2}(:\d{2})?Z$/.test(text) && isDay(text.slice(0, 10)) && !Number.isNaN(Date.parse(text)))
    ? text
    : undefined;
});

const release = refine(textMap('', /^(url|sha256)$/, /^.+$/), 'both `url` (https) and `sha256`, or neither', ({ url, sha256: hash }) => {
  if (url === undefined && hash === undefined) return { url: '', sha256: '' };
  const fits = url !== undefined && hash !== undefined && /^https:\/\/[^\s]+$/.test(url) && /^[0-9a-f]{64}$/.test(hash);
  return fits ? { url, sha256: hash } : undefined;
});

const schedule = refine(
  anyText,
  'six fields (second, minute, hour, day, month, weekday) such as "0 30 6 * * *", the first a single second',
  (value) => (isTimerSchedule(value) ? value : undefined),
);

/** Azure takes 50 tags of a resource; the program sets some of its own, and Azure knows no capitals in their names. */
const MAX_TAGS = 40;
const OWN_TAGS = ['application', 'tenant', 'stage', 'stack'] as const;

/** Tags of storage accounts have names of 128 characters at most, other resources take longer ones. */
const tags = refine(
  textMap('', /^[^<>%&\\?/\p{Cc}]{1,128}$/u, /^[^\p{Cc}]{0,256}$/u),
  `up to ${MAX_TAGS} tags, names without < > % & \\ ? /, each once and none of ${OWN_TAGS.join(', ')}`,
  (values) => {
    const names = [...OWN_TAGS, ...Object.keys(values).map((name) => name.toLowerCase())];
    return Object.keys(values).length <= MAX_TAGS && new Set(names).size === names.length ? values : undefined;
  },
);

const rising = refine(list(integer(1, 3_600), 3), 'three rising whole numbers of seconds, 3600 at most', (values) => {
  const [first, second, third] = values;
  return first !== undefined && second !== undefined && third !== undefined && values.length === 3 && first < second && second < third
    ? values
    : undefined;
});

function isDay(value: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(value)) return false;
  const parsed = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(value);
}

/** Every key of the stack's configuration; names, defaults and descriptions are in Pulumi.yaml. */
export const FIELDS = {
  tenantId: guid,
  subscriptionId: guid,
  tenantName: text('2 to 12 lower-case letters and digits, a letter first', /^[a-z][a-z0-9]{1,11}$/),
  stage: choice('dev', 'test', 'prod'),
  cloud: choice('commercial', 'gcc', 'gcc-high', 'dod', 'china'),
  location: text('the name of an Azure region such as "westeurope"', /^[a-z0-9]{3,40}$/),
  generation: integer(1, 99),
  tags,

  sourceKind: choice('telemessage', 'sftp', 'landing'),
  sourceUrl: optional(text('an address that begins with https:// or sftp://, without user and password', /^(https|sftp):\/\/[^\s@?#]+$/)),
  sourceAccount: optional(anyText),
  sourcePaths: list(text('a path that begins with /', /^\/[^\s,]{0,200}$/)),
  sourceHostKeys: list(text('a fingerprint such as "SHA256:" and 43 characters', /^SHA256:[A-Za-z0-9+/]{43}$/)),
  acknowledge: boolean(),
  credentialExpiresOn: optional(day),
  schedule,
  overlapHours: integer(1, 720),
  startFrom: optional(instant),
  runCloseHours: integer(1, 20),
  paused: boolean(),

  landingAllowedIps: list(publicIp),
  landingPublicKey: optional(
    text('a public SSH key, RSA or ECDSA', /^(ssh-rsa|ecdsa-sha2-nistp(256|384|521)) [A-Za-z0-9+/=]{64,2000}( [^\r\n]{0,100})?$/),
  ),

  emailPropertyHeaders: list(header),
  ownerHeaders: list(header),
  messageIdHeaders: list(header),
  kindHeaders: list(header),
  sourceTypeHeaders: list(header),
  groupIdHeaders: list(header),
  itemClass: text('a message class such as "IPM.Note.Signal"', /^IPM(\.[A-Za-z0-9]{1,40}){1,5}$/),
  otherArchivers: list(text('the name of an archiver in lower case', /^[a-z][a-z0-9-]{1,30}$/)),

  allowedDomains: list(text('a mail domain in lower case', /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+$/), 1),
  automaticMapping: boolean(),
  mappingFile: optional(text('the path of a CSV file in this repository', /^[^\p{Cc}]{1,400}$/u)),
  mappingConfirm: optional(sha256),
  pilotMailboxes: list(mailAddress),

  mailAccess: choice('exchange-rbac', 'entra'),
  exchangeScopeGroup: text('the name of a mail-enabled security group, without quotes', /^[^\p{Cc}'"`$]{1,100}$/u),
  grantAdminConsent: boolean(),
  lookAfterSeconds: rising,
  messageFlags: refine(choice('1', '4', '5'), '1, 4 or 5', Number),
  attachAfterCreate: boolean(),
  ownerIds: list(guid, 1),
  adminIds: list(guid, 1),
  auditorIds: list(guid),
  readerIds: list(guid),

  storageRedundancy: choice('Standard_ZRS', 'Standard_GRS', 'Standard_GZRS', 'Standard_RAGRS', 'Standard_RAGZRS'),
  retentionDays: integer(1, MAX_RETENTION_DAYS, [0]),
  deleteAfterDays: integer(1, MAX_RETENTION_DAYS + 1, [0, -1]),
  softDeleteDays: integer(7, 365),
  legalHold: list(text('3 to 23 lower-case letters and digits', /^[a-z0-9]{3,23}$/)),
  lockRetention: optional(text(`exactly "${LOCK_WORDS}"`, new RegExp(`^${LOCK_WORDS}$`))),
  customerManagedKeyId: optional(
    text('the address of a vault key without its version', /^https:\/\/[a-z0-9-]+(\.[a-z0-9-]+)+\/keys\/[A-Za-z0-9-]{1,127}$/),
  ),
  customerManagedKeyIdentityId: optional(
    text(
      'the resource id of a user-assigned identity',
      /^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+\/providers\/Microsoft\.ManagedIdentity\/userAssignedIdentities\/[^/]+$/i,
    ),
  ),

  networkMode: choice('service-endpoints', 'private'),
  addressSpace,
  appSubnetId: optional(subnetId),
  endpointSubnetId: optional(subnetId),
  privateDnsZoneIds: textMap(
    'resource ids of private DNS zones by the names blob, queue, table, vault, sites',
    /^(blob|queue|table|vault|sites)$/,
    /^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+\/providers\/Microsoft\.Network\/privateDnsZones\/[^/]+$/i,
  ),
  staticOutboundIp: boolean(),
  allowedIps: list(publicIp),

  hosting: optional(choice('flex', 'dedicated')),
  maximumInstances: integer(40, 1000),
  instanceMemoryMb: refine(choice('2048', '4096'), '2048 or 4096', Number),

  alertEmails: list(mailAddress, 1),
  logRetentionDays: integer(30, 730),
  monthlyBudget: integer(0, 1_000_000),

  release,
} satisfies Record<string, Field<unknown>>;

export type ConfigKey = keyof typeof FIELDS;

/** The stack's configuration: every key present, read and inside its range. */
export type StackConfig = { readonly [K in ConfigKey]: FieldValue<(typeof FIELDS)[K]> };

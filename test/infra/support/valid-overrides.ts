import fc from 'fast-check';
import { CLOUDS, type CloudName } from '../../../infra/clouds';
import { LOCK_WORDS } from '../../../infra/config/fields';
import type { Overrides } from './example-stack';

const publicIp = fc
  .tuple(fc.integer({ min: 1, max: 223 }), fc.nat(255), fc.nat(255))
  .map(([a, b, c]) => (a === 10 || a === 127 || a === 172 || a === 192 || a === 169 ? `203.0.113.${c}` : `${a}.${b}.${c}.7`));
const guid = fc.uuid();
const SSH_KEY = `ssh-rsa ${'A'.repeat(372)} vendor`;
const SUBNET =
  '/subscriptions/22222222-2222-4222-8222-222222222222/resourceGroups/hub/providers/Microsoft.Network/virtualNetworks/hub/subnets';
const ZONE = '/subscriptions/22222222-2222-4222-8222-222222222222/resourceGroups/hub/providers/Microsoft.Network/privateDnsZones';

const place = fc.record({
  tenantId: guid,
  subscriptionId: guid,
  tenantName: fc.stringMatching(/^[a-z][a-z0-9]{1,11}$/),
  stage: fc.constantFrom('dev', 'test', 'prod'),
  location: fc.constantFrom('westeurope', 'northeurope', 'usgovvirginia', 'chinanorth3'),
  generation: fc.integer({ min: 1, max: 99 }),
  release: fc.constant({ url: 'https://releases.contoso.example/release.zip', sha256: 'cd'.repeat(32) }),
});

const source = fc.oneof(
  fc.record({ sourceKind: fc.constant('telemessage'), sourceUrl: fc.constant('https://archive.telemessage.example/x') }),
  fc.record({
    sourceKind: fc.constant('sftp'),
    sourceUrl: fc.constant('sftp://files.telemessage.example:22/out'),
    sourceHostKeys: fc.constant([`SHA256:${'b'.repeat(43)}`]),
  }),
  fc.record({
    sourceKind: fc.constant('landing'),
    sourceUrl: fc.constant(''),
    landingAllowedIps: fc.array(publicIp, { minLength: 1, maxLength: 3 }),
    landingPublicKey: fc.constant(SSH_KEY),
  }),
);

const retention = fc.oneof(
  fc.record({ retentionDays: fc.constant(0), deleteAfterDays: fc.constantFrom(0, -1) }),
  fc.integer({ min: 1, max: 100_000 }).chain((days) =>
    fc.record({
      retentionDays: fc.constant(days),
      deleteAfterDays: fc.oneof(fc.constantFrom(0, -1), fc.integer({ min: days + 1, max: days + 1000 })),
      lockRetention: fc.constantFrom('', LOCK_WORDS),
      legalHold: fc.constantFrom([], ['case2026'], ['case2026', 'audit1']),
    }),
  ),
);

const cloudAndHosting = fc.constantFrom<CloudName>('commercial', 'gcc', 'gcc-high', 'dod', 'china').chain((cloud) =>
  fc.record({
    cloud: fc.constant(cloud),
    hosting: fc.constantFrom('', 'dedicated', ...(CLOUDS[cloud].hosting === 'flex' ? ['flex'] : [])),
  }),
);

const network = fc.oneof(
  fc.record({
    networkMode: fc.constant('service-endpoints'),
    addressSpace: fc.constantFrom('10.60.0.0/24', '172.16.4.0/22', '192.168.0.0/26'),
    staticOutboundIp: fc.boolean(),
    allowedIps: fc.array(publicIp, { maxLength: 2 }),
  }),
  fc.record({
    networkMode: fc.constant('private'),
    staticOutboundIp: fc.boolean(),
    privateDnsZoneIds: fc.constantFrom(
      {},
      { blob: `${ZONE}/privatelink.blob.core.windows.net`, vault: `${ZONE}/privatelink.vaultcore.azure.net` },
    ),
  }),
  fc.record({
    networkMode: fc.constant('private'),
    staticOutboundIp: fc.constant(false),
    appSubnetId: fc.constant(`${SUBNET}/app`),
    endpointSubnetId: fc.constant(`${SUBNET}/endpoints`),
  }),
);

const people = fc.record({
  adminIds: fc.uniqueArray(guid, { minLength: 1, maxLength: 3 }),
  auditorIds: fc.uniqueArray(guid, { maxLength: 2 }),
  readerIds: fc.uniqueArray(guid, { maxLength: 2 }),
  ownerIds: fc.uniqueArray(guid, { minLength: 1, maxLength: 3 }),
  grantAdminConsent: fc.boolean(),
  mailAccess: fc.constantFrom('exchange-rbac', 'entra'),
  messageFlags: fc.constantFrom(1, 4, 5),
  attachAfterCreate: fc.boolean(),
  paused: fc.boolean(),
  monthlyBudget: fc.constantFrom(0, 200),
  storageRedundancy: fc.constantFrom('Standard_ZRS', 'Standard_GZRS', 'Standard_RAGRS'),
  maximumInstances: fc.integer({ min: 40, max: 1000 }),
  credentialExpiresOn: fc.constantFrom('', '2027-06-30'),
});

/** Any configuration that has to be accepted. */
export const validOverrides: fc.Arbitrary<Overrides> = fc
  .tuple(place, source, retention, cloudAndHosting, network, people)
  .map((parts) => Object.assign({}, ...parts) as Overrides);

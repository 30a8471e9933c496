import fc from 'fast-check';
import { type ConfigKey, FIELDS, LOCK_WORDS } from '../../../infra/config/fields';
import type { StackFacts } from '../../../infra/config/rules';
import { exampleConfig, NOTHING_ELSE, type Overrides, problemsOf, SCHEMA } from '../support/example-stack';
import { validOverrides } from '../support/valid-overrides';

const SUBNET = '/subscriptions/s/resourceGroups/hub/providers/Microsoft.Network/virtualNetworks/hub/subnets/app';

describe('the configuration of a stack', () => {
  it('is the example of Pulumi.dev.yaml, complete and usable', () => {
    expect(exampleConfig()).toMatchObject({
      tenantName: 'contoso',
      retentionDays: 30,
      storageRedundancy: 'Standard_ZRS',
      networkMode: 'service-endpoints',
    });
  });

  it('has a field for every key of the schema, and a key for every field', () => {
    expect(Object.keys(FIELDS).sort()).toEqual(Object.keys(SCHEMA).sort());
  });

  it.each(Object.entries(SCHEMA))('describes %s and gives it a default that is no secret', (_key, entry) => {
    expect(entry.description.length).toBeGreaterThan(20);
    expect(entry.default).toBeDefined();
    expect(entry).not.toHaveProperty('secret');
  });

  it.each<[string, ConfigKey, unknown]>([
    ['no tenant', 'tenantId', ''],
    ['a tenant by its name', 'tenantId', 'contoso.example'],
    ['no subscription', 'subscriptionId', ''],
    ['a tenant name with a capital', 'tenantName', 'Contoso'],
    ['a tenant name that is too long for an account', 'tenantName', 'contosocorporation'],
    ['an unknown stage', 'stage', 'staging'],
    ['an unknown cloud', 'cloud', 'bleu'],
    ['no allowed domain', 'allowedDomains', []],
    ['a domain with an @', 'allowedDomains', ['@contoso.example']],
    ['no alert address', 'alertEmails', []],
    ['an alert address that is none', 'alertEmails', ['compliance']],
    ['no administrator', 'adminIds', []],
    ['an administrator by name', 'adminIds', ['anna@contoso.example']],
    ['no owner', 'ownerIds', []],
    ['a negative retention', 'retentionDays', -1],
    ['a retention longer than Azure takes', 'retentionDays', 146_001],
    ['a retention in words', 'retentionDays', 'seven years'],
    ['a lock by other words', 'lockRetention', 'yes'],
    ['a legal hold tag with a dash', 'legalHold', ['case-1']],
    ['a redundancy that one data centre takes away', 'storageRedundancy', 'Standard_LRS'],
    ['a schedule with five fields', 'schedule', '30 6 * * *'],
    ['a schedule every second', 'schedule', '* * * * * *'],
    ['a schedule at a minute that does not exist', 'schedule', '0 61 6 * * *'],
    ['more tags than Azure takes', 'tags', Object.fromEntries(Array.from({ length: 41 }, (_value, index) => [`tag${index}`, 'x']))],
    ['a tag that the program sets', 'tags', { Stage: 'x' }],
    ['a tag twice', 'tags', { owner: 'x', Owner: 'y' }],
    ['a tag with a slash in its name', 'tags', { 'a/b': 'x' }],
    ['a day that does not exist', 'credentialExpiresOn', '2027-02-30'],
    ['a start in words', 'startFrom', 'yesterday'],
    ['looks that do not rise', 'lookAfterSeconds', [30, 30, 720]],
    ['two looks', 'lookAfterSeconds', [30, 120]],
    ['message flags that make a draft', 'messageFlags', 8],
    ['attachments after creation, perhaps', 'attachAfterCreate', 'maybe'],
    ['a private address range on a public firewall', 'allowedIps', ['10.1.2.0/24']],
    ['an address that is none', 'allowedIps', ['203.0.113.300']],
    ['a network that is too small', 'addressSpace', '10.60.0.0/28'],
    ['a public network', 'addressSpace', '203.0.113.0/24'],
    ['a network that begins in the middle', 'addressSpace', '10.60.0.1/24'],
    ['memory that Flex does not offer', 'instanceMemoryMb', 1024],
    ['fewer instances than Flex takes', 'maximumInstances', 1],
    ['a release without its hash', 'release', { url: 'https://releases.contoso.example/release.zip' }],
    ['a release over http', 'release', { url: 'http://releases.contoso.example/release.zip', sha256: 'ab'.repeat(32) }],
    ['a source address with a password in it', 'sourceUrl', 'https://user:password@archive.telemessage.example'],
    ['a header with a colon', 'ownerHeaders', ['X-Owner:']],
    ['a group name that ends a string of PowerShell', 'exchangeScopeGroup', "x'; Remove-Mailbox"],
    ['a host key without its kind', 'sourceHostKeys', ['AAAA']],
  ])('refuses %s and names the key', (_case, key, value) => {
    expect(problemsOf({ [key]: value }).join('\n')).toContain(`signal-archive:${key} `);
  });

  it.each<[string, string, Overrides, Partial<StackFacts>?]>([
    ['a deletion inside the retention', 'deleteAfterDays', { retentionDays: 100, deleteAfterDays: 100 }],
    ['a deletion of what is kept for ever', 'deleteAfterDays', { retentionDays: 0, deleteAfterDays: 10 }],
    ['a lock without an end', 'lockRetention', { retentionDays: 0, lockRetention: LOCK_WORDS }],
    [
      'a shorter retention than the locked one',
      'retentionDays',
      { retentionDays: 29, lockRetention: LOCK_WORDS },
      { lockedRetentionDays: 30 },
    ],
    ['a lock that is taken back', 'lockRetention', { lockRetention: '' }, { lockedRetentionDays: 30 }],
    ['test without a published release', 'release', { stage: 'test' }],
    ['prod without a published release', 'release', { stage: 'prod' }],
    ['Flex in a cloud without it', 'hosting', { cloud: 'gcc-high', hosting: 'flex' }],
    ['no source', 'sourceUrl', { sourceUrl: '' }],
    ['an SFTP address for HTTPS', 'sourceUrl', { sourceUrl: 'sftp://files.telemessage.example' }],
    ['SFTP without a pinned host key', 'sourceHostKeys', { sourceKind: 'sftp', sourceUrl: 'sftp://files.telemessage.example' }],
    ['a landing container that everybody may push to', 'landingAllowedIps', { sourceKind: 'landing', sourceUrl: '' }],
    ['a landing container without a key', 'landingPublicKey', { sourceKind: 'landing', sourceUrl: '' }],
    ['a landing container and a source elsewhere', 'sourceUrl', { sourceKind: 'landing' }],
    ['a confirmation of no mapping', 'mappingConfirm', { mappingConfirm: 'ab'.repeat(32) }],
    ['a pilot outside the allowed domains', 'pilotMailboxes', { pilotMailboxes: ['pilot@fabrikam.example'] }],
    [
      'a customer key without an identity',
      'customerManagedKeyIdentityId',
      { customerManagedKeyId: 'https://kv.vault.azure.net/keys/archive' },
    ],
    ['a customer key of another cloud', 'customerManagedKeyId', { customerManagedKeyId: 'https://kv.vault.azure.cn/keys/archive' }],
    [
      'private endpoints without their subnet',
      'endpointSubnetId',
      { networkMode: 'private', appSubnetId: SUBNET, staticOutboundIp: false },
    ],
    [
      'DNS zones without private endpoints',
      'privateDnsZoneIds',
      { privateDnsZoneIds: { blob: `${SUBNET.replace('virtualNetworks/hub/subnets/app', 'privateDnsZones/z')}` } },
    ],
    ['a fixed address on a foreign subnet', 'staticOutboundIp', { appSubnetId: SUBNET, staticOutboundIp: true }],
    ['open addresses in a private network', 'allowedIps', { networkMode: 'private', allowedIps: ['203.0.113.7'] }],
  ])('refuses %s', (_case, key, overrides, facts = {}) => {
    expect(problemsOf(overrides, { ...NOTHING_ELSE, ...facts }).join('\n')).toContain(`signal-archive:${key} `);
  });

  it.each(['azure-native', 'azuread'] as const)('refuses another tenant in %s:tenantId', (provider) => {
    const providerTenants = { ...NOTHING_ELSE.providerTenants, [provider]: '99999999-9999-4999-8999-999999999999' };

    const problems = problemsOf({}, { ...NOTHING_ELSE, providerTenants });

    expect(problems).toEqual([expect.stringContaining(`${provider}:tenantId is 99999999`)]);
  });

  it.each([
    ['in quotes', '2027-06-30', '2027-06-30'],
    ['without quotes, as Pulumi hands it on', '2027-06-30 00:00:00 +0000 UTC', '2027-06-30'],
  ])('takes a day %s', (_case, text, day) => {
    expect(exampleConfig({ credentialExpiresOn: text }).credentialExpiresOn).toBe(day);
  });

  it.each([
    ['a day', '2026-11-20', '2026-11-20'],
    ['a time', '2026-11-20T06:30:00Z', '2026-11-20T06:30:00Z'],
    ['a time without quotes', '2026-11-20 06:30:00 +0000 UTC', '2026-11-20T06:30:00Z'],
  ])('takes %s to start from', (_case, text, time) => {
    expect(exampleConfig({ startFrom: text }).startFrom).toBe(time);
  });

  it('lists every problem at once, each with its key and what to set', () => {
    const problems = problemsOf({ tenantId: '', retentionDays: 100, deleteAfterDays: 50, alertEmails: [], stage: 'prod' });

    expect(problems).toHaveLength(4);
    for (const problem of problems) expect(problem).toMatch(/^signal-archive:\w+ .*set /);
  });

  it('may keep a locked retention and make it longer', () => {
    const facts = { ...NOTHING_ELSE, lockedRetentionDays: 30 };

    expect(problemsOf({ lockRetention: LOCK_WORDS }, facts)).toEqual([]);
    expect(problemsOf({ lockRetention: LOCK_WORDS, retentionDays: 60 }, facts)).toEqual([]);
  });
});

describe('a stage that shares the tenant with production', () => {
  const tenantId = '11111111-1111-4111-8111-111111111111';
  const source = 'telemessage https://archive.telemessage.example/signal contoso-dev';
  const withProduction = (change: object = {}): StackFacts => ({
    ...NOTHING_ELSE,
    siblings: [{ stack: 'contoso-prod', stage: 'prod', tenantId, source, ...change }],
  });

  it.each<[string, Overrides]>([
    ['acknowledges', { acknowledge: true }],
    ['delivers to everybody', { pilotMailboxes: [] }],
    ['writes its address in other words', { acknowledge: true, sourceUrl: 'https://Archive.TeleMessage.example/signal/' }],
    ['writes its account in other words', { acknowledge: true, sourceAccount: 'Contoso-Dev' }],
  ])('must not read its source when it %s', (_case, overrides) => {
    expect(problemsOf(overrides, withProduction())).toEqual([expect.stringContaining('reads the source of contoso-prod')]);
  });

  it.each<[string, Overrides, StackFacts]>([
    ['acknowledges nothing and has pilots', {}, withProduction()],
    ['has an account of its own', { acknowledge: true, sourceAccount: 'contoso-test' }, withProduction()],
    ['belongs to another tenant', { acknowledge: true }, withProduction({ tenantId: '99999999-9999-4999-8999-999999999999' })],
    ['shares with a test stage only', { acknowledge: true }, withProduction({ stage: 'test' })],
  ])('may when it %s', (_case, overrides, facts) => {
    expect(problemsOf(overrides, facts)).toEqual([]);
  });
});

describe('any configuration', () => {
  it('is accepted when it is valid', () => {
    fc.assert(fc.property(validOverrides, (overrides) => problemsOf({ pilotMailboxes: [], ...overrides }).length === 0));
  });

  it('is refused, with the key named, when one key holds what it must not', () => {
    const broken = fc.constantFrom<[ConfigKey, unknown]>(
      ['tenantId', 'x'],
      ['retentionDays', -5],
      ['alertEmails', []],
      ['adminIds', ['x']],
      ['stage', 'production'],
      ['cloud', 'mars'],
      ['schedule', 'daily'],
      ['allowedDomains', ['-']],
      ['softDeleteDays', 0],
      ['overlapHours', 1.5],
    );
    fc.assert(
      fc.property(validOverrides, broken, (overrides, [key, value]) =>
        problemsOf({ pilotMailboxes: [], ...overrides, [key]: value }).some((problem) => problem.startsWith(`signal-archive:${key} `)),
      ),
    );
  });
});

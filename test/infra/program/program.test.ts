import { readFileSync } from 'node:fs';
import path from 'node:path';
import { LOCK_WORDS } from '../../../infra/config/fields';
import { plain } from '../../../infra/offline/providers/values';
import { listAt, textAt } from '../../../infra/property-path';
import { SettingsKey } from '../../../runtime/settings-keys';
import { PROJECT_ROOT } from '../support/example-stack';
import { holdsSecret, type Registration } from '../support/in-process-engine';
import { type ProgramRun, runProgram } from '../support/run-program';

/** A limit against hanging: a busy machine must not fail a test. */
jest.setTimeout(10 * 60_000);

/** What has to be refused and kept, by type; the host account holds nothing that is not made again. */
const EVIDENCE = new Map<string, (name: string) => boolean>([
  ['azure-native:resources:ResourceGroup', () => true],
  ['azure-native:storage:StorageAccount', (name) => name !== 'host'],
  ['azure-native:storage:BlobServiceProperties', (name) => name !== 'host-blobs'],
  ['azure-native:storage:BlobContainer', (name) => name !== 'host-deployments'],
  ['azure-native:storage:BlobContainerImmutabilityPolicy', () => true],
  ['azure-native:storage:Table', () => true],
  ['azure-native:keyvault:Vault', () => true],
  ['azure-native:keyvault:Key', () => true],
]);

const SIGNED_IN_BY_SOMEBODY_ELSE = { objectId: '66666666-6666-4666-8666-666666666666' };

describe('the program, as Pulumi starts it', () => {
  let first: ProgramRun;
  let second: ProgramRun;
  let preview: ProgramRun;
  let locked: ProgramRun;

  const find = (run: ProgramRun, type: string, name: string): Registration => {
    const found = run.engine.registrations.find((registration) => registration.type === type && registration.name === name);
    if (found === undefined) throw new Error(`${type} ${name} was not registered`);
    return found;
  };
  const sorted = (run: ProgramRun): string[] => run.engine.registrations.map((registration) => JSON.stringify(registration)).sort();

  beforeAll(async () => {
    first = await runProgram();
    [second, preview, locked] = await Promise.all([
      runProgram({ signedIn: SIGNED_IN_BY_SOMEBODY_ELSE }),
      runProgram({ isPreview: true }),
      runProgram({
        config: { 'signal-archive:lockRetention': LOCK_WORDS, 'signal-archive:retentionDays': '60' },
        previousOutputs: { lockedRetentionDays: 30 },
      }),
    ]);
  });

  it('ends well, for a preview and for an update', () => {
    expect([first.exitCode, second.exitCode, preview.exitCode, locked.exitCode]).toEqual([0, 0, 0, 0]);
    expect(first.engine.messages).toEqual([]);
  });

  it('asks for the same whoever is signed in', () => {
    expect(sorted(second)).toEqual(sorted(first));
    expect(second.engine.outputs).toEqual(first.engine.outputs);
    expect(JSON.stringify(second.engine.registrations)).not.toContain(SIGNED_IN_BY_SOMEBODY_ELSE.objectId);
  });

  it('asks for the same resources in a preview, where most answers are not known', () => {
    const names = (run: ProgramRun): string[] => run.engine.registrations.map(({ type, name }) => `${type} ${name}`).sort();
    expect(names(preview)).toEqual(names(first));
  });

  it('makes exactly the plan that docs/deploy.md shows', () => {
    const page = readFileSync(path.join(PROJECT_ROOT, 'docs', 'deploy.md'), 'utf8');
    const shown = [...page.matchAll(/^ \+ {2}(\S+ \S+) create$/gm)].map((match) => match[1]);
    const planned = preview.engine.registrations
      .filter(({ type }) => type !== 'pulumi:pulumi:Stack')
      .map(({ type, name }) => `${asPrinted(type)} ${name}`);
    expect(shown.sort()).toEqual(planned.sort());
  });

  it('protects and keeps what bears evidence, and nothing else but the address the vendor knows', () => {
    const isEvidence = ({ type, name }: Registration): boolean => EVIDENCE.get(type)?.(name) ?? false;
    const evidence = first.engine.registrations.filter(isEvidence);
    expect(evidence.filter(({ isProtected, isRetained }) => !isProtected || !isRetained)).toEqual([]);
    expect(evidence.length).toBe(21);
    const others = first.engine.registrations.filter((registration) => registration.isProtected && !isEvidence(registration));
    expect(others.map(({ name }) => name)).toEqual(['network-outbound']);
  });

  it('gives every resource a parent and its own provider', () => {
    const top = first.engine.registrations.filter(({ parent, type }) => parent === '' && type !== 'pulumi:pulumi:Stack');
    expect(top).toEqual([]);
    for (const { type, provider, isCustom } of first.engine.registrations) {
      if (isCustom && type.startsWith('azure-native:')) expect(provider).toContain('::pulumi:providers:azure-native::azure::');
      if (isCustom && type.startsWith('azuread:')) expect(provider).toContain('::pulumi:providers:azuread::entra::');
    }
  });

  it('has every resource inside a component, apart from the group, the identity and the providers', () => {
    const loose = first.engine.registrations.filter(({ parent, isCustom }) => isCustom && parent.includes('pulumi:pulumi:Stack'));
    expect(loose.map(({ name }) => name).sort()).toEqual(['azure', 'entra', 'runtime', 'tenant']);
  });

  it('makes the app only after its rights and its stores', () => {
    const site = find(first, 'azure-native:web:WebApp', 'import');
    for (const name of ['access-host-blobs', 'access-archive-queues', 'archive-deliveries', 'archive-packages-immutable']) {
      expect(site.dependencies.some((urn) => urn.endsWith(`::${name}`))).toBe(true);
    }
  });

  it('deploys the release only after the app, its sign-in and its policies', () => {
    const release = find(first, 'command:local:Command', 'release');
    for (const name of ['import', 'import-sign-in', 'import-ftp', 'import-scm']) {
      expect(release.dependencies.some((urn) => urn.endsWith(`::${name}`))).toBe(true);
    }
  });

  it('waits for the subnet before a firewall admits it', () => {
    for (const [type, name] of [
      ['azure-native:storage:StorageAccount', 'archive'],
      ['azure-native:storage:StorageAccount', 'host'],
      ['azure-native:keyvault:Vault', 'vault'],
    ] as const) {
      expect(find(first, type, name).dependencies).toContainEqual(expect.stringContaining('VirtualNetwork::network'));
    }
  });

  it('sets every setting of the runtime, none of them a secret', () => {
    const { inputs } = find(first, 'azure-native:web:WebApp', 'import');
    expect(holdsSecret(inputs)).toBe(false);
    const names = listAt(inputs, 'siteConfig.appSettings').map((setting) => textAt(setting, 'name'));
    expect(Object.values(SettingsKey).filter((key) => !names.includes(key))).toEqual([]);
    expect(names.filter((name) => name?.includes('SECRET') && !name.endsWith('_SECRET_NAME'))).toEqual([]);
  });

  it('wraps the one secret there is, and puts none into outputs or commands', () => {
    expect(first.engine.registrations.filter(({ inputs }) => holdsSecret(inputs)).map(({ name }) => name)).toEqual(['vault-credential']);
    expect(holdsSecret(first.engine.outputs)).toBe(false);
    for (const { type, inputs } of first.engine.registrations) {
      if (type === 'command:local:Command') expect(JSON.stringify(inputs)).not.toMatch(/Bearer|eyJ|password/i);
    }
  });

  it('leaves a credential alone that somebody has set', () => {
    expect(find(first, 'azure-native:keyvault:Secret', 'vault-credential').ignoreChanges).toContain('properties');
    expect(find(first, 'azure-native:keyvault:Key', 'vault-signing').ignoreChanges).toContain('properties');
  });

  it('leaves a locked policy to the publish client', () => {
    const policy = ['azure-native:storage:BlobContainerImmutabilityPolicy', 'archive-packages-immutable'] as const;
    expect(find(first, ...policy).ignoreChanges).toEqual([]);
    expect(find(locked, ...policy).ignoreChanges).toContain('immutabilityPeriodSinceCreationInDays');
    expect(textAt(find(locked, 'command:local:Command', 'retention-lock').inputs, 'environment.CONNECTOR_RETENTION_DAYS')).toBe('60');
    expect(locked.engine.outputs['lockedRetentionDays']).toBe(60);
  });

  it('shows the firewalls and the rights already in a preview', () => {
    for (const [type, name, path] of [
      ['azure-native:storage:StorageAccount', 'archive', 'networkRuleSet'],
      ['azure-native:keyvault:Vault', 'vault', 'properties'],
      ['azure-native:authorization:RoleAssignment', 'access-archive-queues', 'scope'],
      ['azure-native:monitor:DiagnosticSetting', 'access-log-archive-blob', 'resourceUri'],
    ] as const) {
      expect(JSON.stringify(plain(find(preview, type, name).inputs[path]))).not.toContain('04da6b54-80e4-46f7-96ec-b56ff0331ba9');
      expect(plain(find(preview, type, name).inputs[path])).toEqual(plain(find(first, type, name).inputs[path]));
    }
  });
});

/** Pulumi leaves the module's file out: `azuread:index/application:Application` is printed as `azuread:index:Application`. */
const asPrinted = (type: string): string => type.replace(/\/\w+:/, ':');

describe('the program refuses before it asks for anything', () => {
  const OTHER_TENANT = '99999999-9999-4999-8999-999999999999';
  const TOLD_THE_PERSON = 32;

  it.each<[string, Parameters<typeof runProgram>[0], readonly string[]]>([
    [
      'another tenant in Azure',
      { signedIn: { tenantId: OTHER_TENANT } },
      ['The stack belongs to tenant 11111111', `azure-native is signed in to tenant ${OTHER_TENANT}`, 'az login --tenant'],
    ],
    ['another tenant in Entra ID', { signedIn: { entraTenantId: OTHER_TENANT } }, [`azuread is signed in to tenant ${OTHER_TENANT}`]],
    [
      'a configuration with several problems, all at once',
      { config: { 'signal-archive:retentionDays': '-1', 'signal-archive:alertEmails': '[]', 'azuread:tenantId': OTHER_TENANT } },
      ['3 problems', 'signal-archive:retentionDays is -1', 'signal-archive:alertEmails is missing', `azuread:tenantId is ${OTHER_TENANT}`],
    ],
    [
      'a shorter retention than the locked one',
      { config: { 'signal-archive:lockRetention': LOCK_WORDS }, previousOutputs: { lockedRetentionDays: 90 } },
      ['is locked at 90 days'],
    ],
    ['to forget a lock', { previousOutputs: { lockedRetentionDays: 30 } }, ['signal-archive:lockRetention was removed']],
    [
      'a mapping file that is not there',
      { config: { 'signal-archive:mappingFile': 'mappings/none.csv' } },
      ['mappingFile "mappings/none.csv" is not in this repository'],
    ],
  ])('%s', async (_case, options, texts) => {
    const { exitCode, engine } = await runProgram(options);

    expect(exitCode).toBe(TOLD_THE_PERSON);
    for (const text of texts) expect(engine.messages.join('\n')).toContain(text);
    expect(engine.messages.join('\n')).not.toMatch(/\n\s+at /);
    const asked = engine.registrations.filter(({ isCustom, type }) => isCustom && !type.startsWith('pulumi:'));
    expect(asked).toEqual([]);
  });
});

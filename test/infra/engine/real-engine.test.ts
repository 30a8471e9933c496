import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { LOCK_WORDS } from '../../../infra/config/fields';
import { bundleCommandLine } from '../support/bundled-command-line';
import type { Overrides } from '../support/example-stack';
import { describeWithPulumi, OfflineStack, plannedActs, type StateResource } from '../support/offline-pulumi';

/** A limit against hanging: a busy machine must not fail a test. */
jest.setTimeout(10 * 60_000);

/** Numbers out of the range that is reserved for stories. */
const NUMBERS = ['447700900123', '447700900124'];
const FOLDER = mkdtempSync(path.join(tmpdir(), 'signal-archive-mapping-'));
const MAPPING = path.join(FOLDER, 'mapping.csv');
const BAD_MAPPING = path.join(FOLDER, 'bad.csv');

/** The stack of this suite: a mapping in the repository, and a retention that is locked at the example's 30 days. */
const CONFIGURED: Overrides = { mappingFile: MAPPING, lockRetention: LOCK_WORDS };
const IS_EVIDENCE =
  /^azure-native:(storage:(Table|BlobContainer|BlobContainerImmutabilityPolicy|StorageAccount)|resources:ResourceGroup|keyvault:(Vault|Key))$/;

const evidenceIn = (resources: readonly StateResource[]): string[] =>
  resources
    .filter(({ type }) => IS_EVIDENCE.test(type))
    .map(({ urn }) => urn.split('::').slice(2).join(' '))
    .sort();

describeWithPulumi('a stack under the real engine (skipped where there is no pulumi on PATH)', () => {
  const stack = new OfflineStack();
  let firstState: Awaited<ReturnType<OfflineStack['state']>>;

  beforeAll(async () => {
    bundleCommandLine();
    mkdirSync(FOLDER, { recursive: true });
    writeFileSync(MAPPING, `phone,mailbox\n+${NUMBERS[0]},anna@contoso.example\n+${NUMBERS[1]},ben@contoso.example\n`);
    writeFileSync(BAD_MAPPING, 'phone,mailbox\n+447700900123,anna@contoso.example\n+44,ben\n');
    const up = await stack.pulumi(['up', '--yes', '--skip-preview', '--policy-pack', path.join('infra', 'policy')], {
      overrides: CONFIGURED,
    });
    if (up.code !== 0) throw new Error(up.text);
    firstState = await stack.state();
  });

  it("is made by one update, with nobody's number and no readable credential in its state", () => {
    expect(firstState.resources.length).toBeGreaterThan(90);
    for (const number of NUMBERS) expect(firstState.text).not.toContain(number);
    expect(firstState.text).not.toContain('anna@contoso.example');
    expect(firstState.text).not.toContain('not-set');
    expect(firstState.resources.find(({ urn }) => urn.endsWith('::mapping'))).toBeDefined();
  });

  it('is not changed by a second update, whoever is signed in', async () => {
    const again = await stack.pulumi(['up', '--yes', '--skip-preview', '--expect-no-changes'], {
      overrides: CONFIGURED,
      signedInObject: '66666666-6666-4666-8666-666666666666',
    });

    expect(again.code).toBe(0);
    expect(again.text).toMatch(/\d+ unchanged/);
    expect(again.text).not.toMatch(/\d+ (created|updated|deleted|replaced)/);
    expect((await stack.state()).text).not.toContain('66666666-6666-4666-8666-666666666666');
  });

  it('changes no more than a change of the configuration asks for', async () => {
    const preview = await stack.pulumi(['preview'], { overrides: { ...CONFIGURED, schedule: '0 0 5 * * *', retentionDays: 60 } });

    expect(preview.code).toBe(0);
    const acts = plannedActs(preview.text);
    expect([...(acts.get('~') ?? [])].sort()).toEqual([
      'azure-native:storage:ManagementPolicy archive-lifecycle',
      'azure-native:web:WebApp import',
    ]);
    // The provider cannot change a locked policy: our client is started again and makes it longer.
    expect([...(acts.get('+-') ?? acts.get('++') ?? [])]).toEqual(['command:local:Command retention-lock']);
    expect([acts.get('+'), acts.get('-')]).toEqual([undefined, undefined]);
  });

  it('replaces no evidence, whatever else is changed', async () => {
    const preview = await stack.pulumi(['preview'], {
      overrides: {
        ...CONFIGURED,
        tags: { owner: 'somebody-else' },
        retentionDays: 100,
        softDeleteDays: 60,
        legalHold: ['case2026'],
        storageRedundancy: 'Standard_GZRS',
        networkMode: 'private',
        addressSpace: '10.61.0.0/24',
        hosting: 'dedicated',
        staticOutboundIp: true,
        credentialExpiresOn: '2028-06-30',
        mailAccess: 'entra',
        grantAdminConsent: true,
        logRetentionDays: 365,
        monthlyBudget: 0,
        paused: true,
      },
    });

    expect(preview.code).toBe(0);
    const acts = plannedActs(preview.text);
    const lost = [...(acts.get('+-') ?? []), ...(acts.get('-') ?? [])];
    expect(lost.filter((name) => IS_EVIDENCE.test(name.split(' ')[0] ?? ''))).toEqual([]);
    expect(acts.get('~')).toContain('azure-native:storage:StorageAccount archive');
  });

  it('is refused with a mapping that cannot be used, and says on which lines', async () => {
    const preview = await stack.pulumi(['preview'], { overrides: { ...CONFIGURED, mappingFile: BAD_MAPPING } });

    expect(preview.code).not.toBe(0);
    expect(preview.text).toMatch(/is refused:\s+line 3: number-too-short/);
    expect(preview.text).toContain('line 3: not-a-mailbox');
  });

  it('is refused by the schema when a value has the wrong type', async () => {
    const preview = await stack.pulumi(['preview'], { overrides: { retentionDays: 'seven years' } });

    expect(preview.code).not.toBe(0);
    expect(preview.text).toMatch(/'signal-archive:retentionDays' must be of type 'integer'|must be of type 'integer'/);
  });

  it('cannot make its locked retention shorter: the state remembers it', async () => {
    const shorter = await stack.pulumi(['preview'], { overrides: { ...CONFIGURED, retentionDays: 29 } });

    expect(shorter.code).not.toBe(0);
    expect(shorter.text).toContain('signal-archive:retentionDays is 29, but the retention is locked at 30 days');
  });

  describe('that somebody wants to destroy', () => {
    it.each([
      ['is refused', ['destroy', '--yes']],
      ['is refused without a preview, too', ['destroy', '--yes', '--skip-preview']],
    ])(
      '%s',
      async (_case, args) => {
        const destroy = await stack.pulumi(args, { overrides: CONFIGURED });

        expect(destroy.code).not.toBe(0);
        expect(destroy.text).toContain('protect');
        const before = evidenceIn(firstState.resources).filter((name) => !/ host(-deployments)?$/.test(name));
        expect(evidenceIn((await stack.state()).resources)).toEqual(expect.arrayContaining(before));
      },
      120_000,
    );

    it('keeps every table, container, policy, vault and the group when protected ones are excluded', async () => {
      const destroy = await stack.pulumi(['destroy', '--yes', '--skip-preview', '--exclude-protected'], { overrides: CONFIGURED });

      expect(destroy.code).toBe(0);
      const left = await stack.state();
      const before = evidenceIn(firstState.resources).filter((name) => !/ host(-deployments)?$/.test(name));
      expect(evidenceIn(left.resources)).toEqual(before);
      expect(left.resources.length).toBeLessThan(firstState.resources.length);
    });
  });
});

describeWithPulumi('the policy pack under the real engine (skipped where there is no pulumi on PATH)', () => {
  it('stops an update that makes an account with keys, and names policy and resource', async () => {
    const program = mkdtempSync(path.join(tmpdir(), 'signal-archive-insecure-'));
    const root = path.resolve(__dirname, '../../..');
    writeFileSync(path.join(program, 'Pulumi.yaml'), 'name: insecure\nruntime:\n  name: nodejs\n  options:\n    typescript: false\n');
    symlinkSync(path.join(root, 'node_modules'), path.join(program, 'node_modules'));
    writeFileSync(path.join(program, 'package.json'), '{"name":"insecure","main":"index.js"}');
    writeFileSync(
      path.join(program, 'index.js'),
      `const storage = require('@pulumi/azure-native/storage');
new storage.StorageAccount('open', { resourceGroupName: 'rg', accountName: 'openaccount', location: 'westeurope', kind: 'StorageV2', sku: { name: 'Standard_LRS' }, allowSharedKeyAccess: true });
`,
    );

    const preview = await new OfflineStack().pulumi(['preview', '--policy-pack', path.join(root, 'infra', 'policy')], { program });

    expect(preview.code).not.toBe(0);
    expect(preview.text).toMatch(/\[mandatory\]\s+storage-no-shared-keys.*open/);
    expect(preview.text).toContain('Checkov CKV2_AZURE_40');
  });
});

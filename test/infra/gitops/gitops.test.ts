import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parse } from 'yaml';
import { BUILT_IN_ROLES } from '../../../infra/built-in-roles';
import { bootstrap } from '../../../infra/gitops/bootstrap';
import { roleCondition } from '../../../infra/gitops/bootstrap-commands';
import { bootstrapNames } from '../../../infra/gitops/bootstrap-facts';
import { changedStacks, type StackJob, tenantStacks } from '../../../infra/gitops/changed-stacks';
import { newTenant } from '../../../infra/gitops/new-tenant';
import { promote } from '../../../infra/gitops/promote';
import { lineDifference } from '../../../infra/gitops/promotion';
import { tenantStack } from '../../../infra/gitops/stage';
import { loadStackFile } from '../../../infra/stack-file';
import { PROJECT_ROOT } from '../support/example-stack';

const RELEASE = { url: 'https://github.com/contoso/signal-archive/releases/download/zip-ab/release.zip', sha256: 'ab'.repeat(32) };
const FIRST = 'phone,mailbox\n+447700900123,anna@contoso.example\n';
const SECOND = 'phone,mailbox\n+447700900123,anna@contoso.example\n+447700900124,ben@contoso.example\n';

function project(): string {
  const root = mkdtempSync(path.join(tmpdir(), 'signal-archive-gitops-'));
  cpSync(path.join(PROJECT_ROOT, 'Pulumi.yaml'), path.join(root, 'Pulumi.yaml'));
  return root;
}

function fill(root: string, stack: string, values: Readonly<Record<string, unknown>>): void {
  const file = path.join(root, `Pulumi.${stack}.yaml`);
  const document = parse(readFileSync(file, 'utf8')) as { config: Record<string, unknown> };
  for (const [key, value] of Object.entries(values)) document.config[`signal-archive:${key}`] = value;
  writeFileSync(file, JSON.stringify(document));
}

const GUID = '11111111-1111-4111-8111-111111111111';
const FILLED = {
  tenantId: GUID,
  subscriptionId: GUID,
  sourceUrl: 'https://archive.telemessage.example',
  allowedDomains: ['contoso.example'],
  ownerIds: [GUID],
  adminIds: [GUID],
  alertEmails: ['a@contoso.example'],
};

describe('a new tenant', () => {
  it('gets a stack file a stage, and what to do next', () => {
    const root = project();

    const printed = newTenant(['fabrikam'], root);

    expect(readdirSync(root).sort()).toEqual([
      'Pulumi.fabrikam-dev.yaml',
      'Pulumi.fabrikam-prod.yaml',
      'Pulumi.fabrikam-test.yaml',
      'Pulumi.yaml',
    ]);
    expect(printed).toContain('npm run bootstrap -- fabrikam');
  });

  it('is told everything that is still empty, at once', () => {
    const root = project();
    newTenant(['fabrikam'], root);

    expect(() => loadStackFile(root, 'fabrikam-dev')).toThrow(
      /tenantId is missing[\s\S]*subscriptionId is missing[\s\S]*allowedDomains is missing[\s\S]*alertEmails is missing/,
    );
  });

  it.each(['dev', 'test', 'prod'])('is usable in %s when that is filled in', (stage) => {
    const root = project();
    newTenant(['fabrikam'], root);
    for (const other of ['dev', 'test', 'prod']) fill(root, `fabrikam-${other}`, { ...FILLED, release: RELEASE });
    if (stage !== 'prod') fill(root, `fabrikam-${stage}`, { pilotMailboxes: ['pilot@contoso.example'] });

    expect(loadStackFile(root, `fabrikam-${stage}`)).toMatchObject({ stage, tenantName: 'fabrikam', acknowledge: stage === 'prod' });
  });

  it('never takes packages away from production before it is told how', () => {
    const root = project();
    newTenant(['fabrikam'], root);
    for (const stage of ['dev', 'prod']) fill(root, `fabrikam-${stage}`, { ...FILLED, release: RELEASE });

    expect(() => loadStackFile(root, 'fabrikam-dev')).toThrow(/reads the source of fabrikam-prod/);
  });

  it('is never written over one that is there', () => {
    const root = project();
    writeFileSync(path.join(root, 'Pulumi.fabrikam-prod.yaml'), 'config: {}\n');

    expect(() => newTenant(['fabrikam'], root)).toThrow(/already there: nothing was written/);
    expect(existsSync(path.join(root, 'Pulumi.fabrikam-dev.yaml'))).toBe(false);
  });

  it.each([[[]], [['Fabrikam']], [['fabrikam-inc']], [['a']], [['fabrikam', 'contoso']], [['../x']]])('is refused as %j', (args) => {
    expect(() => newTenant(args, project())).toThrow(/2 to 12 lower-case letters/);
  });
});

describe('what has to exist before the first update', () => {
  const prepared = (): string => {
    const root = project();
    newTenant(['fabrikam'], root);
    for (const stage of ['dev', 'test', 'prod']) fill(root, `fabrikam-${stage}`, FILLED);
    return root;
  };

  it('is printed as commands: providers, state, identities, rights, variables', () => {
    const commands = bootstrap(['fabrikam', 'contoso/signal-archive'], prepared());
    const { account, group, vault } = bootstrapNames('fabrikam', GUID);

    for (const part of [
      `az login --tenant ${GUID}`,
      'az provider register --subscription 11111111-1111-4111-8111-111111111111 --namespace Microsoft.App --wait',
      `az storage account create --name ${account} --resource-group ${group}`,
      '--allow-shared-key-access false',
      `az keyvault key create --vault-name ${vault} --name pulumi`,
      '--subject repo:contoso/signal-archive:pull_request',
      '--subject repo:contoso/signal-archive:environment:prod',
      'Application.ReadWrite.OwnedBy',
      'AppRoleAssignment.ReadWrite.All',
      `pulumi stack init fabrikam-prod --secrets-provider "azurekeyvault://${vault}.vault.azure.net/keys/pulumi"`,
    ]) {
      expect(commands).toContain(part);
    }
  });

  it('makes each environment for the main branch only, with an approval for test and prod', () => {
    const lines = bootstrap(['fabrikam', 'contoso/signal-archive'], prepared()).split('\n');

    for (const name of ['dev', 'test', 'prod', 'drift']) {
      const address = `repos/contoso/signal-archive/environments/${name}`;
      const [made = ''] = lines.filter((line) => line.includes(`--method PUT ${address} `));
      const body = JSON.parse((/^echo '(.*)' \| gh api/.exec(made)?.[1] ?? '').replace(`'"$APPROVER"'`, '1'));
      expect(body.deployment_branch_policy).toEqual({ protected_branches: false, custom_branch_policies: true });
      expect(body.reviewers).toEqual(name === 'test' || name === 'prod' ? [{ type: 'User', id: 1 }] : undefined);
      expect(lines).toContain(`gh api --method POST ${address}/deployment-branch-policies -f name=main`);
      const uses = lines.findIndex((line) => line.includes(`--env ${name} `));
      expect(uses === -1 || uses > lines.indexOf(made)).toBe(true);
    }
  });

  it('gives each right once, also when the stages share a subscription', () => {
    const rights = bootstrap(['fabrikam', 'o/r'], prepared())
      .split('\n')
      .filter((line) => line.startsWith('az role assignment create'));
    expect(new Set(rights).size).toBe(rights.length);
  });

  it('lets the identity of a pull request read and nothing else', () => {
    const rights = bootstrap(['fabrikam', 'contoso/signal-archive'], prepared())
      .split('\n')
      .filter((line) => line.startsWith('az role assignment create') && line.includes('$PREVIEW"'))
      .map((line) => /--role "([^"]+)"/.exec(line)?.[1]);
    expect([...new Set(rights)].sort()).toEqual(['Key Vault Crypto User', 'Reader', 'Storage Blob Data Reader']);
  });

  it('lets the deploying identity give the roles of the runtime, and no others', () => {
    for (const id of Object.values(BUILT_IN_ROLES)) expect(roleCondition()).toContain(id);
    expect(roleCondition()).not.toContain('8e3af657-a8ff-443c-a75c-2fe8c4bcb635');
    expect(bootstrap(['fabrikam', 'o/r'], prepared())).toContain(
      `--role "Role Based Access Control Administrator" --scope /subscriptions/${GUID} --condition-version 2.0`,
    );
  });

  it('holds no secret', () => {
    expect(bootstrap(['fabrikam', 'o/r'], prepared())).not.toMatch(/password|client-secret|--secret |account-key/i);
  });

  it('meets the naming rules for any tenant', () => {
    const names = bootstrapNames('twelveletter', GUID);
    expect(names.account).toMatch(/^[a-z0-9]{3,24}$/);
    expect(names.vault).toMatch(/^(?!.*--)[a-z][a-z0-9-]{1,22}[a-z0-9]$/);
  });

  it('is refused until the stack files say who and where', () => {
    const root = project();
    expect(() => bootstrap(['fabrikam'], root)).toThrow(/npm run new-tenant -- fabrikam/);
    newTenant(['fabrikam'], root);
    expect(() => bootstrap(['fabrikam'], root)).toThrow(/Pulumi\.fabrikam-dev\.yaml: tenantId/);
  });
});

describe('a promotion', () => {
  const tenant = (): string => {
    const root = project();
    newTenant(['fabrikam'], root);
    for (const stage of ['dev', 'test', 'prod']) fill(root, `fabrikam-${stage}`, FILLED);
    fill(root, 'fabrikam-test', { release: RELEASE });
    return root;
  };
  const config = (root: string, stack: string): Record<string, unknown> =>
    (parse(readFileSync(path.join(root, `Pulumi.${stack}.yaml`), 'utf8')) as { config: Record<string, unknown> }).config;

  it('puts the release of one stage into the next, by its hash, and shows the difference', () => {
    const root = tenant();

    const printed = promote(['fabrikam', 'test', 'prod'], root);

    expect(config(root, 'fabrikam-prod')['signal-archive:release']).toEqual(RELEASE);
    expect(printed).toContain(`release  none -> ${RELEASE.sha256}`);
  });

  it('takes a published zip for a stage that runs what was built last', () => {
    const root = tenant();
    expect(() => promote(['fabrikam', 'dev', 'test'], root)).toThrow(/runs what was built last/);

    promote(['fabrikam', 'dev', 'test', '--url', RELEASE.url, '--sha256', 'cd'.repeat(32)], root);

    expect(config(root, 'fabrikam-test')['signal-archive:release']).toEqual({ url: RELEASE.url, sha256: 'cd'.repeat(32) });
  });

  it('copies the mapping into a file of the next stage, counts the difference and shows no number', () => {
    const root = tenant();
    mkdirSync(path.join(root, 'mappings'));
    writeFileSync(path.join(root, 'mappings', 'fabrikam-test.csv'), SECOND);
    writeFileSync(path.join(root, 'mappings', 'fabrikam-prod.csv'), FIRST);
    fill(root, 'fabrikam-test', { mappingFile: 'mappings/fabrikam-test.csv' });
    fill(root, 'fabrikam-prod', { mappingFile: 'mappings/fabrikam-prod.csv', mappingConfirm: 'ef'.repeat(32) });

    const printed = promote(['fabrikam', 'test', 'prod'], root);

    expect(readFileSync(path.join(root, 'mappings', 'fabrikam-prod.csv'), 'utf8')).toBe(SECOND);
    expect(printed).toMatch(/mappings\/fabrikam-prod\.csv is now [0-9a-f]{64}: 1 lines added, 0 removed/);
    expect(printed).not.toContain('4477009');
    expect(config(root, 'fabrikam-prod')['signal-archive:mappingConfirm']).toBeUndefined();
  });

  it('keeps comments and everything else of the stack file', () => {
    const root = project();
    newTenant(['fabrikam'], root);
    const before = readFileSync(path.join(root, 'Pulumi.fabrikam-test.yaml'), 'utf8');

    promote(['fabrikam', 'dev', 'test', '--url', RELEASE.url, '--sha256', RELEASE.sha256], root);

    const after = readFileSync(path.join(root, 'Pulumi.fabrikam-test.yaml'), 'utf8');
    for (const comment of before.split('\n').filter((line) => line.trim().startsWith('#'))) expect(after).toContain(comment.trim());
    expect(after).toContain('signal-archive:retentionDays: 30');
  });

  it.each([
    ['past a stage', ['fabrikam', 'dev', 'prod']],
    ['backwards', ['fabrikam', 'prod', 'test']],
    ['to itself', ['fabrikam', 'test', 'test']],
    ['without an address for a hash', ['fabrikam', 'dev', 'test', '--sha256', 'ab'.repeat(32)]],
    ['by half a hash', ['fabrikam', 'dev', 'test', '--url', RELEASE.url, '--sha256', 'abab']],
    ['of nobody', ['dev', 'test']],
  ])('does not go %s', (_case, args) => {
    expect(() => promote(args, tenant())).toThrow();
  });

  it('counts lines as sets: the order is no difference', () => {
    expect(lineDifference('a\nb\n', 'b\r\na\r\n')).toEqual({ added: 0, removed: 0 });
    expect(lineDifference('a\nb\n', 'b\nc\nd\n')).toEqual({ added: 2, removed: 1 });
  });
});

describe('the stacks that a change touches', () => {
  const job = (stack: string, mappingFile = ''): StackJob => ({
    stack,
    tenant: 'fabrikam',
    stage: 'dev',
    tenantId: '',
    subscriptionId: '',
    cloud: 'commercial',
    mappingFile,
  });
  const STACKS = [job('fabrikam-dev'), job('fabrikam-prod', 'mappings/fabrikam-prod.csv'), job('contoso-prod')];

  it.each<[string, readonly string[], readonly string[]]>([
    ['a stack file touches its stack', ['Pulumi.fabrikam-dev.yaml'], ['fabrikam-dev']],
    ['a mapping file touches the stack that names it', ['mappings/fabrikam-prod.csv'], ['fabrikam-prod']],
    ['infra touches every stack', ['infra/index.ts'], ['fabrikam-dev', 'fabrikam-prod', 'contoso-prod']],
    ['runtime touches every stack', ['docs/x.md', 'runtime/main.ts'], ['fabrikam-dev', 'fabrikam-prod', 'contoso-prod']],
    ['a dependency touches every stack', ['package-lock.json'], ['fabrikam-dev', 'fabrikam-prod', 'contoso-prod']],
    ['a text touches none', ['docs/deploy.md', 'README.md', 'mappings/other.csv'], []],
  ])('%s', (_case, files, names) => {
    expect(changedStacks(files, STACKS).map(({ stack }) => stack)).toEqual(names);
  });

  it('are stacks of tenants only: nothing deploys the example', () => {
    const root = project();
    newTenant(['fabrikam'], root);
    cpSync(path.join(PROJECT_ROOT, 'Pulumi.dev.yaml'), path.join(root, 'Pulumi.dev.yaml'));

    expect(tenantStacks(root).map(({ stack, stage }) => [stack, stage])).toEqual([
      ['fabrikam-dev', 'dev'],
      ['fabrikam-prod', 'prod'],
      ['fabrikam-test', 'test'],
    ]);
    expect(tenantStack('dev')).toBeUndefined();
    expect(tenantStack('fabrikam-staging')).toBeUndefined();
  });
});

import { BUILT_IN_ROLES } from '../../../infra/built-in-roles';
import { type CapturedTenant, captureTenant } from '../support/captured-tenant';

/** Who may do what, and on what: a right more or less than these has to be meant. */
const GOLDEN = [
  ['Storage Blob Data Owner', 'storageAccounts/<host>'],
  ['Storage Blob Data Contributor', 'storageAccounts/<archive>/blobServices/default/containers/packages'],
  ['Storage Blob Data Contributor', 'storageAccounts/<archive>/blobServices/default/containers/reports'],
  ['Storage Blob Data Contributor', 'storageAccounts/<archive>/blobServices/default/containers/mappings'],
  ['Storage Blob Data Contributor', 'storageAccounts/<archive>/blobServices/default/containers/work'],
  ['Storage Blob Data Contributor', 'storageAccounts/<archive>/blobServices/default/containers/state'],
  ['Storage Queue Data Contributor', 'storageAccounts/<archive>'],
  ['Storage Table Data Contributor', 'storageAccounts/<archive>'],
  ['Key Vault Crypto User', 'vaults/<vault>/keys/report-signing'],
  ['Key Vault Secrets User', 'vaults/<vault>/secrets/source-credential'],
  ['Monitoring Metrics Publisher', 'components/<insights>'],
];

const LANDING = [['Storage Blob Data Reader', 'storageAccounts/<landing>/blobServices/default/containers/inbox']];

function rightsOf(tenant: CapturedTenant): string[][] {
  return tenant.ofType('azure-native:authorization:RoleAssignment').map(({ inputs }) => {
    const id = String(inputs['roleDefinitionId']).split('/').at(-1);
    const role = Object.entries(BUILT_IN_ROLES).find(([, roleId]) => roleId === id)?.[0] ?? 'unknown';
    const scope = String(inputs['scope'])
      .replace(/^.*\/providers\/Microsoft\.\w+\//, '')
      .replace(
        /\b(host|arch|land)contosodev\w{8}\b/,
        (_whole, kind: string) => `<${{ host: 'host', arch: 'archive', land: 'landing' }[kind]}>`,
      )
      .replace(/kv-contoso-dev-\w{8}/, '<vault>')
      .replace(/appi-contoso-dev-\w{8}/, '<insights>');
    return [role, scope];
  });
}

describe('the rights of the runtime', () => {
  let example: CapturedTenant;
  beforeAll(async () => {
    example = await captureTenant();
  });

  it('are these and no others', () => {
    expect(rightsOf(example).sort()).toEqual([...GOLDEN].sort());
  });

  it('include reading what a vendor pushed, where one pushes', async () => {
    const tenant = await captureTenant({
      sourceKind: 'landing',
      sourceUrl: '',
      landingAllowedIps: ['203.0.113.7'],
      landingPublicKey: `ssh-rsa ${'A'.repeat(372)}`,
    });
    expect(rightsOf(tenant).sort()).toEqual([...GOLDEN, ...LANDING].sort());
  });

  it('belong to the one identity, and to nobody who deploys', () => {
    const principals = new Set(example.ofType('azure-native:authorization:RoleAssignment').map(({ inputs }) => inputs['principalId']));
    expect(principals.size).toBe(1);
    for (const { inputs } of example.ofType('azure-native:authorization:RoleAssignment'))
      expect(inputs['principalType']).toBe('ServicePrincipal');
  });

  it('have names of their own, so that a second update changes nothing', async () => {
    const names = (tenant: CapturedTenant) =>
      tenant.ofType('azure-native:authorization:RoleAssignment').map(({ inputs }) => inputs['roleAssignmentName']);
    expect(new Set(names(example)).size).toBe(GOLDEN.length);
    expect(names(await captureTenant())).toEqual(names(example));
  });
});

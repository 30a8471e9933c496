import { STAGES, type Stage } from './stage';

/** What differs between the stages of a tenant from the start. */
const STAGE_LINES: Readonly<Record<Stage, readonly string[]>> = {
  dev: [
    '# The same tenant as production: this stage never tells the source anything and delivers to its pilots only.',
    'signal-archive:acknowledge: false',
    'signal-archive:pilotMailboxes: [] # mailboxes of the test group, for example pilot@contoso.example',
    'signal-archive:retentionDays: 30',
  ],
  test: [
    '# The same tenant as production: this stage never tells the source anything and delivers to its pilots only.',
    'signal-archive:acknowledge: false',
    'signal-archive:pilotMailboxes: [] # mailboxes of the test group, for example pilot@contoso.example',
    'signal-archive:retentionDays: 30',
    '# `npm run promote` writes the release that the stage before runs.',
    'signal-archive:release: {}',
  ],
  prod: [
    'signal-archive:acknowledge: true',
    'signal-archive:retentionDays: 2555',
    '# `npm run promote` writes the release that the stage before runs.',
    'signal-archive:release: {}',
  ],
};

/** The stack files of a new tenant by their names. Values that only the tenant knows are empty: a preview names all that are missing. */
export function tenantFiles(tenant: string): ReadonlyMap<string, string> {
  return new Map(STAGES.map((stage) => [`Pulumi.${tenant}-${stage}.yaml`, stackFile(tenant, stage)]));
}

function stackFile(tenant: string, stage: Stage): string {
  const lines = [
    'pulumi:disable-default-providers:',
    '  - azure-native',
    '  - azuread',
    '',
    'signal-archive:tenantId: "" # Entra tenant',
    'signal-archive:subscriptionId: "" # Azure subscription of this stage',
    `signal-archive:tenantName: ${tenant}`,
    `signal-archive:stage: ${stage}`,
    'signal-archive:cloud: commercial',
    'signal-archive:location: westeurope',
    '',
    'signal-archive:sourceKind: telemessage',
    'signal-archive:sourceUrl: "" # https://...',
    `signal-archive:sourceAccount: ${tenant}`,
    'signal-archive:credentialExpiresOn: ""',
    'signal-archive:allowedDomains: [] # contoso.example',
    '',
    'signal-archive:ownerIds: [] # the deploying identities, printed by `npm run bootstrap`',
    "signal-archive:adminIds: [] # the administrators' group, and the deploying identity when mappingFile is used",
    'signal-archive:alertEmails: []',
    '',
    ...STAGE_LINES[stage],
  ];
  const header = `# ${tenant}, stage ${stage}. Every key is described in docs/configuration.md.\nconfig:\n`;
  return header + lines.map((line) => (line === '' ? '\n' : `  ${line}\n`)).join('');
}

import type { AdminPorts } from '../admin-ports';

/** The exact commands and steps that mend what a check finds; those of a stack, or of local mode. */
export interface Fixes {
  /** Makes stores, rights, the app registration and the settings as the configuration says. */
  readonly deploy: string;
  readonly setCredential: string;
  readonly consent: string;
  readonly makeScope: string;
  readonly findMailGrant: string;
  readonly terms: string;
  readonly mapping: string;
  readonly alerts: string;
  readonly clock: string;
  addToScope(address: string): string;
  testScope(address: string): string;
}

export function fixesOf({ facts, options }: AdminPorts): Fixes {
  const { clientId, scopeGroup, graphOrigin } = facts.exchange;
  const { stack } = options;
  const servicePrincipal = `${graphOrigin}/v1.0/servicePrincipals(appId='${clientId}')/appRoleAssignments`;
  return {
    deploy: facts.isLocal ? 'npm start -- --data <the folder>' : `npm run deploy -- --stack ${stack}`,
    setCredential: facts.isLocal
      ? 'set LOCAL_SOURCE_USERNAME and LOCAL_SOURCE_PASSWORD in the environment'
      : `npm run set-credential -- ${stack}`,
    consent: `az ad app permission admin-consent --id ${clientId}`,
    makeScope: `pulumi stack output exchangeScopeScript --stack ${stack} > scope.ps1 && pwsh scope.ps1 (Graph follows within two hours)`,
    findMailGrant: `az rest --method GET --url "${servicePrincipal}", then az rest --method DELETE --url "${servicePrincipal}/<id of the mail permission>"`,
    terms: 'read and accept them on the connector page: Setup, step 1',
    mapping: 'signal-archive mapping check <csv>, then activate it on the connector page (Mapping) or by mappingFile of the stack',
    alerts:
      facts.alertRecipients.length === 0
        ? `set alertEmails, then ${deployOf(stack)}`
        : 'on the connector page: Setup, Alerts, "Send a test alert"',
    clock: facts.isLocal
      ? 'sudo timedatectl set-ntp true'
      : 'restart the function app: az functionapp restart --name <app> --resource-group <group>',
    addToScope: (address) => `Add-DistributionGroupMember -Identity '${scopeGroup}' -Member '${address}' (Exchange Online PowerShell)`,
    testScope: (address) =>
      `Test-ServicePrincipalAuthorization -Identity '${clientId}' -Resource '${address}' (Exchange Online PowerShell)`,
  };
}

const deployOf = (stack: string): string => `npm run deploy -- --stack ${stack}`;

import type { Cloud } from './clouds';

export interface ExchangeScope {
  readonly cloud: Cloud;
  readonly stack: string;
  readonly clientId: string;
  readonly principalObjectId: string;
  readonly displayName: string;
  /** Mail-enabled security group; only its direct members are in scope. */
  readonly group: string;
}

/**
 * The PowerShell that lets the connector write to the members of one group and to nobody else. Nothing but Exchange Online PowerShell
 * can make these objects. It may be run again: what exists already is left as it is.
 *
 * Source: learn.microsoft.com/exchange/permissions-exo/application-rbac.
 */
export function exchangeScopeScript(scope: ExchangeScope): string {
  const name = `Signal archive ${scope.stack}`;
  return [
    '# Run as Exchange administrator in PowerShell 7 (Install-Module ExchangeOnlineManagement).',
    `Connect-ExchangeOnline -ExchangeEnvironmentName ${scope.cloud.exchangeEnvironment}`,
    `$group = Get-DistributionGroup -Identity '${scope.group}' -ErrorAction Stop`,
    `if (-not (Get-ServicePrincipal -Identity '${scope.principalObjectId}' -ErrorAction SilentlyContinue)) {`,
    `  New-ServicePrincipal -AppId '${scope.clientId}' -ObjectId '${scope.principalObjectId}' -DisplayName '${scope.displayName}'`,
    '}',
    `if (-not (Get-ManagementScope -Identity '${name}' -ErrorAction SilentlyContinue)) {`,
    `  New-ManagementScope -Name '${name}' -RecipientRestrictionFilter "MemberOfGroup -eq '$($group.DistinguishedName)'"`,
    '}',
    `if (-not (Get-ManagementRoleAssignment -Identity '${name}' -ErrorAction SilentlyContinue)) {`,
    `  New-ManagementRoleAssignment -Name '${name}' -App '${scope.principalObjectId}' -Role 'Application Mail.ReadWrite' -CustomResourceScope '${name}'`,
    '}',
    '# Inside: InScope must be True. Outside: it must be False. The answer of Graph follows within two hours.',
    `Get-DistributionGroupMember -Identity '${scope.group}' -ResultSize 1 | ForEach-Object { Test-ServicePrincipalAuthorization -Identity '${scope.clientId}' -Resource $_.PrimarySmtpAddress }`,
  ].join('\n');
}

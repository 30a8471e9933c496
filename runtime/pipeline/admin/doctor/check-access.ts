import type { GraphGrant } from '../../../ports/graph-access';
import type { AdminPorts } from '../admin-ports';
import { type Finding, fine, notChecked, problem } from './check';
import type { Fixes } from './fixes';

const DIRECTORY_ROLE = 'User.Read.All';
const MAIL_ROLE = 'Mail.ReadWrite';
const SENDING_ROLE = 'Mail.Send';

/** Whether Entra ID gives the connector a token for Graph, in its own name. */
export function tokenFinding(grant: GraphGrant, ports: AdminPorts, fixes: Fixes): Finding {
  if (grant.kind === 'silent') return fine('a fixed token of local mode');
  if (grant.kind === 'none')
    return problem(
      grant.isRefused ? `Entra ID refuses one (${grant.why})` : `there is none (${grant.why})`,
      grant.isRefused ? fixes.deploy : 'try again; if it stays, look at the status of Entra ID',
    );
  const { clientId } = ports.facts.exchange;
  if (grant.tenantId !== ports.options.tenantId || grant.clientId !== clientId)
    return problem(`it is for application ${grant.clientId} in tenant ${grant.tenantId}`, fixes.deploy);
  return fine(`for application ${clientId}, until ${grant.expiresAt?.toISOString() ?? 'an unknown time'}`);
}

/**
 * Whether the token carries what `mailAccess` says and no more. With an Exchange scope a mail permission in Entra beside it would undo the
 * scope: both are added up.
 */
export function permissionFinding(grant: GraphGrant, ports: AdminPorts, fixes: Fixes): Finding {
  if (grant.kind !== 'granted') return notChecked(grant.kind === 'silent' ? 'a simulated Graph has none' : 'there is no token to read');
  const { mailAccess } = ports.facts.exchange;
  const { roles } = grant;
  const carried = roles.length === 0 ? 'the token carries no permission' : `the token carries ${roles.join(', ')}`;
  const isMailRole = (role: string): boolean => /^Mail(box|-Advanced)?/i.test(role);
  const allowed = mailAccess === 'entra' ? [MAIL_ROLE, 'Mail-Advanced.ReadWrite.All'] : [];
  const tooMuch = roles.filter((role) => isMailRole(role) && !allowed.includes(role));
  if (tooMuch.length > 0) return problem(`${carried}; ${whyTooMuch(tooMuch, mailAccess)}`, fixes.findMailGrant);
  const missing = [DIRECTORY_ROLE, ...(mailAccess === 'entra' ? [MAIL_ROLE] : [])].filter((role) => !roles.includes(role));
  if (missing.length > 0) return problem(`${carried}; ${missing.join(' and ')} is missing`, fixes.consent);
  return fine(`${carried}${mailAccess === 'exchange-rbac' ? ', and no mail permission beside the Exchange scope' : ''}`);
}

function whyTooMuch(roles: readonly string[], mailAccess: string): string {
  if (roles.includes(SENDING_ROLE)) return 'the connector must never send mail';
  return mailAccess === 'exchange-rbac'
    ? `with mailAccess exchange-rbac ${roles.join(' and ')} opens every mailbox, whatever the Exchange scope says`
    : `${roles.join(' and ')} is more than the connector needs`;
}

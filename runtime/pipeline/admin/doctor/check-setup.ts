import type { DirectorySnapshot } from '../../../domain/routing/directory-snapshot';
import { readCurrentMapping } from '../../mapping/current-mapping';
import type { AdminPorts } from '../admin-ports';
import { userNamed } from '../directory-view';
import { activeMapping } from '../mapping-versions';
import { readSetup } from '../setup-state';
import { type Finding, fine, notChecked, problem } from './check';
import type { Fixes } from './fixes';

const SHOWN_ADDRESSES = 3;

export async function checkTerms(ports: AdminPorts, fixes: Fixes): Promise<Finding> {
  if (!ports.options.needsTerms) return fine('local mode needs none');
  const { terms } = await readSetup(ports);
  if (terms === undefined) return problem('nobody has accepted them: nothing is delivered before that', fixes.terms);
  return fine(`accepted by ${terms.by} on ${terms.at.slice(0, 10)}`);
}

/** Whether there is a mapping, and the mailboxes it names are users of the directory. */
export async function checkMapping(directory: DirectorySnapshot, ports: AdminPorts, fixes: Fixes): Promise<Finding> {
  const { current } = await readCurrentMapping(ports.stores);
  if (current.activatedAt === '')
    return ports.options.automaticMapping
      ? fine('none; the address beside a participant is used')
      : problem('none, and automaticMapping is off: nobody would get anything', fixes.mapping);
  const mailboxes = [...new Set((await activeMapping(ports.stores)).rows.map(({ mailbox }) => mailbox))];
  const strangers = mailboxes.filter((mailbox) => userNamed(mailbox, directory, ports).kind !== 'user');
  const found = `version ${current.number} with ${current.rows} rows for ${mailboxes.length} mailboxes`;
  if (strangers.length === 0) return fine(`${found}, all of them users of the directory`);
  const shown = strangers.slice(0, SHOWN_ADDRESSES).join(', ');
  const more = strangers.length > SHOWN_ADDRESSES ? ` and ${strangers.length - SHOWN_ADDRESSES} more` : '';
  return problem(`${found}; no valid user of the directory: ${shown}${more}`, fixes.mapping);
}

export async function checkAlerts(ports: AdminPorts, fixes: Fixes): Promise<Finding> {
  const { facts } = ports;
  if (facts.isLocal) return notChecked('local mode sends none');
  if (facts.alertRecipients.length === 0) return problem('nobody gets them', fixes.alerts);
  const { alerts } = await readSetup(ports);
  const found = `${facts.alertRecipients.length} ${facts.alertRecipients.length === 1 ? 'recipient' : 'recipients'}`;
  return alerts === undefined
    ? notChecked(`${found}, but no test alert was sent yet`, fixes.alerts)
    : fine(`${found}, test alert sent on ${alerts.at.slice(0, 10)}`);
}

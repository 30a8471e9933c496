import type { AdminPorts, ConnectorFacts } from '../../../runtime/pipeline/admin/admin-ports';
import type { Person, Role } from '../../../runtime/pipeline/admin/person';
import { SourceRefusedError } from '../../../runtime/ports/source-errors';
import type { WorldProcess } from '../world/world-process';

export const ADMIN: Person = { id: 'ivo.klein@contoso.example', name: 'Ivo Klein', role: 'DataConnector.Admin' };

export const aPerson = (role: Role): Person => ({ ...ADMIN, role });

export const FACTS: ConnectorFacts = {
  release: '1.2.3',
  isLocal: true,
  schedule: '0 30 6 * * *',
  sourceKind: 'telemessage',
  sourceHost: 'archive.telemessage.example',
  credentialExpiresOn: undefined,
  unsetUserName: 'not-set',
  exchange: { mailAccess: 'exchange-rbac', scopeGroup: '', clientId: '', graphOrigin: 'https://graph.microsoft.com', messageFlags: 1 },
  alertRecipients: [],
  mappingOwnedBy: '',
  settings: [{ name: 'Schedule (UTC)', key: 'SCHEDULE', value: '0 30 6 * * *', stackKey: 'schedule' }],
  terms: { text: '# Terms', sha256: 'a'.repeat(64) },
};

/** What use cases of administrators see of a process of the world. */
export function adminPorts(process: WorldProcess, facts: Partial<ConnectorFacts> = {}): AdminPorts {
  return {
    ...process.ports,
    facts: { ...FACTS, ...facts },
    graphAccess: { grant: async () => ({ kind: 'silent' }) },
    credential: async () => {
      throw new SourceRefusedError('No credential is given for the source');
    },
  };
}

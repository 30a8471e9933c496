import type { AdminPorts, ConnectorFacts } from '../../../runtime/pipeline/admin/admin-ports';
import type { GraphGrant } from '../../../runtime/ports/graph-access';
import { personOf, userOf } from '../../faults/harness/small-day';
import { World, type WorldOptions } from '../world/world';

export const TENANT = '11111111-1111-4111-8111-111111111111';
export const CLIENT = '77777777-7777-4777-8777-777777777777';

/** Anna is inside the scope, Ben too, Cara is outside. */
export const [ANNA, BEN, CARA] = [personOf(0), personOf(1), personOf(2)];

export const GRANTED: GraphGrant = {
  kind: 'granted',
  tenantId: TENANT,
  clientId: CLIENT,
  roles: ['User.Read.All'],
  expiresAt: new Date('2026-11-21T08:00:00Z'),
};

const FACTS: ConnectorFacts = {
  release: 'abc',
  isLocal: false,
  schedule: '0 30 6 * * *',
  sourceKind: 'telemessage',
  sourceHost: 'archive.telemessage.example',
  credentialExpiresOn: undefined,
  unsetUserName: 'not-set',
  exchange: {
    mailAccess: 'exchange-rbac',
    scopeGroup: 'Signal archive mailboxes',
    clientId: CLIENT,
    graphOrigin: 'https://graph.microsoft.com',
    messageFlags: 1,
  },
  alertRecipients: ['alerts@contoso.example'],
  mappingOwnedBy: '',
  settings: [],
  terms: { text: 'Terms', sha256: 'ab'.repeat(32) },
};

export interface Installation {
  readonly facts?: Partial<ConnectorFacts>;
  readonly exchange?: Partial<ConnectorFacts['exchange']>;
  readonly grant?: GraphGrant;
  readonly userName?: string;
  readonly world?: WorldOptions;
}

/** A deployed connector in memory: three mailboxes, one of them outside the scope, everything as it should be. */
export function installation({ facts, exchange, grant = GRANTED, userName = 'connector', world: options }: Installation = {}) {
  const world = new World({
    users: [ANNA, BEN, CARA].map(userOf),
    ...options,
    options: {
      tenantId: TENANT,
      stack: 'contoso-prod',
      allowedDomains: ['contoso.example'],
      pilotMailboxes: [ANNA.mailbox],
      needsTerms: true,
      ...options?.options,
    },
  });
  const process = world.process();
  const ports: AdminPorts = {
    ...process.ports,
    facts: { ...FACTS, ...facts, exchange: { ...FACTS.exchange, ...exchange } },
    graphAccess: { grant: async () => grant },
    credential: async () => ({ username: userName, changedAt: new Date('2026-11-01T00:00:00Z') }),
  };
  return { world, process, ports };
}

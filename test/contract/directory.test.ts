import { createGraph } from '../../runtime/adapters/graph/create-graph';
import type { DirectoryUser } from '../../runtime/domain/routing/directory-snapshot';
import { ExchangeSimulator } from '../../runtime/local/exchange-simulator/exchange-simulator';
import { DEFAULT_TOKEN } from '../../runtime/local/exchange-simulator/switches';
import { FaultGate } from '../fakes/fault-gate';
import { InMemoryDirectory } from '../fakes/in-memory-directory';
import { type DirectoryWorld, describeDirectoryContract } from './directory-contract';

describeDirectoryContract('in memory', async (users): Promise<DirectoryWorld> => {
  let isLost = false;
  const gate = new FaultGate({ hook: () => (isLost ? 'fail-after' : 'pass') });
  return {
    directory: new InMemoryDirectory(users, gate),
    loseAnswer: async () => {
      isLost = true;
    },
    stop: async () => {},
  };
});

describeDirectoryContract('Graph adapter', async (users): Promise<DirectoryWorld> => {
  const simulator = await ExchangeSimulator.start({ users: users.map(asSimulated) });
  const graph = createGraph({ root: simulator.url, token: { kind: 'fixed', token: DEFAULT_TOKEN } });
  return {
    directory: graph.directory,
    loseAnswer: async () => simulator.faults.set([{ operation: 'list-users', act: { kind: 'reset' } }]),
    stop: async () => {
      graph.close();
      await simulator.stop();
    },
  };
});

/** The first address is the principal name's, the second is the mail, the rest are proxy addresses. */
function asSimulated({ id, userPrincipalName, displayName, isGuest, isEnabled, addresses }: DirectoryUser) {
  const [, mail, ...proxies] = addresses;
  return {
    id,
    userPrincipalName,
    displayName,
    mail: mail ?? null,
    userType: isGuest ? ('Guest' as const) : ('Member' as const),
    accountEnabled: isEnabled,
    proxyAddresses: [
      `SMTP:${userPrincipalName}`,
      'X500:/o=contoso',
      'sip:anna@contoso.example',
      ...proxies.map((address) => `smtp:${address}`),
    ],
  };
}

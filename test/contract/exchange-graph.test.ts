import { createGraph } from '../../runtime/adapters/graph/create-graph';
import { ExchangeSimulator } from '../../runtime/local/exchange-simulator/exchange-simulator';
import type { FaultAct, SimulatedOperation } from '../../runtime/local/exchange-simulator/fault-rules';
import type { MailboxKind } from '../../runtime/local/exchange-simulator/simulated-user';
import { storedCopies } from '../../runtime/local/exchange-simulator/stored-copies';
import { DEFAULT_TOKEN } from '../../runtime/local/exchange-simulator/switches';
import { doUserAct } from '../../runtime/local/exchange-simulator/user-acts';
import {
  type ClosedMailbox,
  type ContractOperation,
  describeExchangeContract,
  type ExchangeWorld,
  MAILBOX,
  OTHER_MAILBOX,
} from './exchange-contract';

const OPERATIONS: Record<ContractOperation, SimulatedOperation> = {
  create: 'create-message',
  look: 'list-messages',
  attach: 'add-attachment',
  'upload-range': 'send-range',
  move: 'move-message',
  remove: 'delete-message',
  'find-folder': 'list-folders',
};

const KINDS: Record<ClosedMailbox, MailboxKind> = {
  'no-mailbox': 'unlicensed',
  'out-of-scope': 'out-of-scope',
  full: 'full',
  gone: 'gone',
};

const USERS = [
  { id: MAILBOX, userPrincipalName: 'anna.lee@contoso.example', messageSizeLimitInBytes: 150 * 1024 * 1024 },
  { id: OTHER_MAILBOX, userPrincipalName: 'ben.okoro@contoso.example' },
];

/** The same contract for every way an answer can be lost. */
async function openWorld(committed: FaultAct, uncommitted: FaultAct): Promise<ExchangeWorld> {
  let passed = 0;
  const simulator = await ExchangeSimulator.start({ users: USERS, now: () => Date.now() + passed });
  const graph = createGraph({ root: simulator.url, token: { kind: 'fixed', token: DEFAULT_TOKEN } });
  const { exchange: state, faults, switches } = simulator;
  const once = (operation: ContractOperation, act: FaultAct) => faults.set([{ operation: OPERATIONS[operation], times: 1, act }]);
  return {
    exchange: graph.exchange,
    copies: async () =>
      [...storedCopies(state, MAILBOX)]
        .filter(({ folder }) => folder !== 'Deleted Items')
        .map(({ id, folderId, subject, attachments }) => ({
          id,
          folderId,
          subject,
          attachments: attachments.map(({ name, sha256 }) => ({ name, sha256 })),
        })),
    loseAnswer: async (operation, isCarriedOut) => once(operation, isCarriedOut ? committed : uncommitted),
    throttle: async (operation) => once(operation, { kind: 'answer', status: 429, code: 'ApplicationThrottled', retryAfter: '10' }),
    close: async (kind) => {
      state.putUser({ id: MAILBOX, userPrincipalName: 'anna.lee@contoso.example', mailbox: KINDS[kind] });
    },
    addFolder: async (displayName) => {
      doUserAct(state, { kind: 'create-folder', mailbox: MAILBOX, displayName });
      const folders = state.mailboxOf(state.user(MAILBOX)).folders;
      return [...folders.values()].find((folder) => folder.displayName === displayName)?.id ?? '';
    },
    renameFolder: async (folder, displayName) => doUserAct(state, { kind: 'rename-folder', mailbox: MAILBOX, folder, displayName }),
    deleteFolder: async (folder) => doUserAct(state, { kind: 'delete-folder', mailbox: MAILBOX, folder, isPermanent: true }),
    lag: async (milliseconds) => {
      switches.filterLagInMs = { min: milliseconds, max: milliseconds };
    },
    pass: async (milliseconds) => {
      passed += milliseconds;
    },
    stop: async () => {
      const { mistakes, violations } = simulator.statistics.view(state);
      graph.close();
      await simulator.stop();
      expect(mistakes).toEqual({ tokenToUploadUrl: 0, withoutImmutableIds: 0, withoutClientRequestId: 0, notSimulated: 0 });
      expect(violations).toEqual({ MailboxConcurrency: 0, RequestCount: 0, UploadBytes: 0 });
    },
  };
}

const gatewayTimeout = { status: 504, code: 'GatewayTimeout' } as const;

describeExchangeContract('Graph adapter, answers lost as 504', () =>
  openWorld({ kind: 'commit-answer', ...gatewayTimeout }, { kind: 'answer', ...gatewayTimeout }),
);
describeExchangeContract('Graph adapter, answers lost as reset connections', () => openWorld({ kind: 'commit-reset' }, { kind: 'reset' }));
describeExchangeContract('Graph adapter, answers lost half way', () => openWorld({ kind: 'commit-truncate' }, { kind: 'reset' }));

import { atLeast, atMost, exactly } from '../report/goals';
import type { BenchRow } from './row';
import { sideBySide } from './side-by-side';

const FOLDER_REQUESTS_A_MAILBOX = 6;
const MAILBOXES = 200;

/** Ordinary text deliveries over many mailboxes. */
export const TEXT_ROW: BenchRow = {
  id: 'text',
  what: 'text deliveries, 200 mailboxes, 50 ms a Graph call',
  measure: async (form) => {
    const messagesPerUser = form.form === 'full' ? 25 : 10;
    const size = { users: MAILBOXES, messagesPerUser, pictureShare: 0 };
    const peerDeliveries = form.form === 'full' ? 300 : 150;
    const { ours, peers, ourRuns, sha256 } = await sideBySide({ size, latencyInMs: 50, storage: 'azurite', peerDeliveries }, form);
    const creates = ourRuns[0] === undefined ? Number.NaN : ourRuns[0].createRequests / ourRuns[0].deliveries;
    const folders = ourRuns[0] === undefined ? Number.NaN : (ourRuns[0].graphRequests - ourRuns[0].createRequests) / MAILBOXES;
    const timesPeers = ours.itemsPerSecond.median / peers.itemsPerSecond.median;
    return {
      messageSet: sha256,
      record: {
        id: 'text',
        what: TEXT_ROW.what,
        runs: form.runs,
        ours,
        peers,
        goals: [
          atLeast('text deliveries a second', 500, ours.itemsPerSecond.median),
          atLeast("text deliveries, times the peers' pattern", 12, timesPeers, ' x', 1),
          atMost('worker CPU a text delivery', 1, ours.cpuMsPerItem.median, ' ms', 2),
          exactly('message requests an ordinary delivery', 1, creates, '', 2),
          atMost('folder requests a mailbox', FOLDER_REQUESTS_A_MAILBOX, folders, '', 1),
          exactly('violations of a limit, and copies too many', 0, ours.violations),
        ],
        checked: {
          timesPeers: { value: timesPeers, better: 'more', tolerance: 0.3 },
          cpuOfPeers: { value: ours.cpuMsPerItem.median / peers.cpuMsPerItem.median, better: 'less', tolerance: 0.25 },
          createsPerItem: { value: creates, better: 'less', tolerance: 0 },
          transactionsPerItem: { value: ours.transactionsPerItem, better: 'less', tolerance: 0.15 },
        },
        calibration: { cpuMsPerTextDelivery: ours.cpuMsPerItem.median },
      },
    };
  },
};

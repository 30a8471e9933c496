import { atLeast, exactly } from '../report/goals';
import type { BenchRow } from './row';
import { sideBySide } from './side-by-side';

const PICTURE_SHARE = 0.2;

/** A day as people write it: every fifth message has a picture. */
export const MIXED_ROW: BenchRow = {
  id: 'mixed',
  what: '20 % with a 200 KB picture, 200 mailboxes, 50 ms a Graph call',
  measure: async (form) => {
    const size = { users: 200, messagesPerUser: form.form === 'full' ? 25 : 5, pictureShare: PICTURE_SHARE };
    const peerDeliveries = form.form === 'full' ? 300 : 150;
    const { ours, peers, sha256 } = await sideBySide({ size, latencyInMs: 50, storage: 'azurite', peerDeliveries }, form);
    const timesPeers = ours.itemsPerSecond.median / peers.itemsPerSecond.median;
    return {
      messageSet: sha256,
      record: {
        id: 'mixed',
        what: MIXED_ROW.what,
        runs: form.runs,
        ours,
        peers,
        goals: [atLeast('mixed deliveries a second', 300, ours.itemsPerSecond.median), exactly('violations, mixed', 0, ours.violations)],
        checked: {
          timesPeers: { value: timesPeers, better: 'more', tolerance: 0.3 },
          cpuOfPeers: { value: ours.cpuMsPerItem.median / peers.cpuMsPerItem.median, better: 'less', tolerance: 0.25 },
        },
        calibration: { cpuMsPerMixedDelivery: ours.cpuMsPerItem.median },
      },
    };
  },
};

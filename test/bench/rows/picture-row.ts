import { atMost } from '../report/goals';
import type { BenchRow } from './row';
import { sideBySide } from './side-by-side';

/** Every message has a picture: what one of them takes. */
export const PICTURE_ROW: BenchRow = {
  id: 'picture',
  what: 'each with a 200 KB picture, 50 mailboxes, 10 ms a Graph call',
  measure: async (form) => {
    const size = { users: 50, messagesPerUser: form.form === 'full' ? 20 : 6, pictureShare: 1, itemsPerPackage: 300 };
    const { ours, peers, sha256 } = await sideBySide({ size, latencyInMs: 10, storage: 'lean', peerDeliveries: 100 }, form);
    return {
      messageSet: sha256,
      record: {
        id: 'picture',
        what: PICTURE_ROW.what,
        runs: form.runs,
        ours,
        peers,
        goals: [atMost('worker CPU a delivery with a 200 KB picture', 2.5, ours.cpuMsPerItem.median, ' ms', 2)],
        checked: { cpuOfPeers: { value: ours.cpuMsPerItem.median / peers.cpuMsPerItem.median, better: 'less', tolerance: 0.25 } },
        calibration: { cpuMsPerPictureDelivery: ours.cpuMsPerItem.median },
      },
    };
  },
};

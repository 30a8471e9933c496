import type { QueueMessage, QueueName } from '../ports/queues';
import { listPackages } from './collect/list-packages';
import { type OpenRunRequest, openRun } from './collect/open-run';
import { storePackage } from './collect/store-package';
import type { ConnectorPorts, Handling } from './connector-ports';
import { deliverBatch } from './deliver/deliver';
import { lookOnceMore } from './deliver/last-look';
import { TenantPark } from './deliver/tenant-park';
import { orLater } from './or-later';
import { handlePoison } from './poison/poison';
import { readMessage, UnknownMessageVersionError } from './queue-messages';
import { replayHeld } from './replay/replay-held';
import type { RunRow } from './rows/run-row';
import { logStatus } from './settle/log-status';
import { settleRuns } from './settle/settle';
import { unpackPackage } from './unpack/unpack';

const UNKNOWN_VERSION_DELAY_SECONDS = 300;

/** The pipeline as triggers see it. */
export interface Pipeline {
  openRun(request: OpenRunRequest): Promise<RunRow>;
  /** One queue message. Throws when it has to be tried again by the queue. */
  handle(queue: QueueName, body: unknown, handling: Handling): Promise<void>;
  /** One message of a poison queue. */
  handlePoison(queue: QueueName, body: unknown, handling: Handling): Promise<void>;
  /** The timer: every open run, stuck work, what closed runs left. */
  settle(handling: Handling): Promise<void>;
}

export function createPipeline(ports: ConnectorPorts): Pipeline {
  const tenant = new TenantPark(ports.clock, ports.options.attachesAfterCreate);
  return {
    openRun: (request) => openRun(request, ports),
    handle: async (queue, body, handling) => {
      try {
        await step(queue, body, tenant, ports, handling);
      } catch (error) {
        if (!(error instanceof UnknownMessageVersionError)) throw error;
        ports.log.warn('Queue message of a newer release', { queue });
        await ports.stores.queues.send(queue, body as QueueMessage, UNKNOWN_VERSION_DELAY_SECONDS);
      }
    },
    handlePoison: (queue, body, handling) => handlePoison(queue, body, ports, handling),
    settle: async (handling) => {
      await settleRuns(undefined, ports, handling);
      await logStatus(ports);
    },
  };
}

async function step(queue: QueueName, body: unknown, tenant: TenantPark, ports: ConnectorPorts, handling: Handling): Promise<void> {
  switch (queue) {
    case 'collect': {
      const message = readMessage('collect', body);
      if (message.kind === 'list') return listPackages(message.runId, ports, handling);
      return orLater('collect', message, ports, () => storePackage(message, ports, handling));
    }
    case 'packages': {
      const message = readMessage('packages', body);
      return orLater('packages', message, ports, () => unpackPackage(message, ports, handling));
    }
    case 'deliveries': {
      const message = readMessage('deliveries', body);
      return 'kind' in message ? lookOnceMore(message, tenant, ports) : deliverBatch(message, tenant, ports, handling);
    }
    case 'settle':
      return settleRuns(readMessage('settle', body), ports, handling);
    case 'replays': {
      const message = readMessage('replays', body);
      return orLater('replays', message, ports, () => replayHeld(message, ports, handling));
    }
  }
}

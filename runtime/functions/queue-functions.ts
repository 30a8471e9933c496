import { app } from '@azure/functions';
import type { QueueName } from '../ports/queues';
import { connectorOfProcess, handlingFromNow } from './connector-of-process';

const CONNECTION = 'ARCHIVE_STORAGE';

/** A function per queue, and one for its poison queue. Names are what infra expects in the list of functions. */
const FUNCTIONS: readonly (readonly [name: string, queue: QueueName])[] = [
  ['collect', 'collect'],
  ['unpack', 'packages'],
  ['deliver', 'deliveries'],
  ['settle', 'settle'],
  ['replay', 'replays'],
];

for (const [name, queue] of FUNCTIONS) {
  app.storageQueue(name, {
    queueName: queue,
    connection: CONNECTION,
    handler: async (message, context) => connectorOfProcess(context).pipeline.handle(queue, message, handlingFromNow()),
  });
  app.storageQueue(`${name}Poison`, {
    queueName: `${queue}-poison`,
    connection: CONNECTION,
    handler: async (message, context) => connectorOfProcess(context).pipeline.handlePoison(queue, message, handlingFromNow()),
  });
}

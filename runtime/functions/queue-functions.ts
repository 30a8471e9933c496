import { app } from '@azure/functions';
import type { QueueName } from '../ports/queues';
import { handlingFromNow, withConnector } from './connector-of-process';

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
    handler: (message, context) => withConnector(context, ({ pipeline }) => pipeline.handle(queue, message, handlingFromNow())),
  });
  app.storageQueue(`${name}Poison`, {
    queueName: `${queue}-poison`,
    connection: CONNECTION,
    handler: (message, context) => withConnector(context, ({ pipeline }) => pipeline.handlePoison(queue, message, handlingFromNow())),
  });
}

import { startStore } from './store-server';

/** The store as a process of its own: it says where it is, and ends when its standard input ends. */
void startStore().then(({ connectionString, stop }) => {
  process.stdout.write(`${JSON.stringify({ connectionString })}\n`);
  process.stdin.on('end', () => void stop().then(() => process.exit(0))).resume();
});

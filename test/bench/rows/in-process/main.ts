import { type BusyCase, measureBusyMailbox } from './busy-mailbox';
import { measureGrowth } from './growth';

/** `node in-process.js growth <deliveries>` or `busy <json of a case>`: a process of its own, so that its CPU and memory are its own. */
async function main([what, argument = '']: readonly string[]): Promise<void> {
  const figures = what === 'growth' ? await measureGrowth(Number(argument)) : await measureBusyMailbox(JSON.parse(argument) as BusyCase);
  process.stdout.write(`${JSON.stringify(figures)}\n`);
}

main(process.argv.slice(2)).catch((error: Error) => {
  process.stderr.write(`${error.stack ?? error.message}\n`);
  process.exitCode = 1;
});

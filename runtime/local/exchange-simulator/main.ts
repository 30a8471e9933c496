import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { ExchangeSimulator, type SimulatorOptions } from './exchange-simulator';
import type { Switches } from './switches';

const USAGE = `Runs the Exchange simulator as a process of its own and prints {"port", "url", "pages"} as one line of JSON.
It ends when its standard input ends, so that it never outlives the process that started it.

  --port <n>         0 = any free port (default)
  --data <folder>    keep the mailboxes there over restarts
  --token <token>    the bearer token that is accepted
  --latency <ms>     time every request takes
  --users <file>     JSON list of users: id, userPrincipalName, and what differs from an ordinary mailbox
  --switches <file>  JSON object of switches (README.md beside the source)
  --seed <n>         of faults and lags
  --stay             do not end with standard input
`;

/** Entry of the process; the local mode and the bench start it. */
export async function runExchangeSimulator(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      port: { type: 'string', default: '0' },
      data: { type: 'string' },
      token: { type: 'string' },
      latency: { type: 'string' },
      users: { type: 'string' },
      switches: { type: 'string' },
      seed: { type: 'string' },
      stay: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(USAGE);
    return;
  }
  const switches: Partial<Switches> = {
    ...(values.switches === undefined ? {} : (readJson(values.switches) as Partial<Switches>)),
    ...(values.token === undefined ? {} : { tokens: [values.token] }),
    ...(values.latency === undefined ? {} : { latencyInMs: Number(values.latency) }),
  };
  const simulator = await ExchangeSimulator.start({
    port: Number(values.port),
    switches,
    ...(values.data === undefined ? {} : { dataFolder: values.data }),
    ...(values.users === undefined ? {} : { users: readJson(values.users) as NonNullable<SimulatorOptions['users']> }),
    ...(values.seed === undefined ? {} : { seed: Number(values.seed) }),
  });
  process.stdout.write(
    `${JSON.stringify({ port: simulator.port, url: simulator.url, pages: `${simulator.origin}/simulated-mailboxes` })}\n`,
  );
  endWithParent(simulator, values.stay);
}

const readJson = (file: string): unknown => JSON.parse(readFileSync(file, 'utf8'));

function endWithParent(simulator: ExchangeSimulator, stays: boolean): void {
  const end = () => simulator.stop().then(() => process.exit(0));
  process.once('SIGTERM', end);
  process.once('SIGINT', end);
  if (stays) return;
  process.stdin.once('end', end);
  process.stdin.once('error', end);
  process.stdin.resume();
}

if (require.main === module) {
  runExchangeSimulator(process.argv.slice(2)).catch((error: Error) => {
    process.stderr.write(`The Exchange simulator did not start: ${error.message}\n`);
    process.exit(1);
  });
}

import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ExtendedProperty } from '../../../runtime/adapters/graph/extended-properties';
import { sha256Hex } from '../../../runtime/domain/evidence/sha256';
import { ExchangeSimulator } from '../../../runtime/local/exchange-simulator/exchange-simulator';
import { storedCopies } from '../../../runtime/local/exchange-simulator/stored-copies';
import { type CommandResult, RunningCommand, runCommand } from '../../e2e/support/run-command';
import type { SmallDay, SmallMessage } from './small-day';

const LOCAL_TOKEN = 'local-mode';
/** A request that hangs is carried out by then. */
const CARRIED_OUT_AFTER_MS = 40;

/** Where a start is ended by SIGKILL. */
export interface Kill {
  /** At its nth request to Exchange, or so long after its beginning. */
  readonly at: { readonly request: number } | { readonly milliseconds: number };
  /** `committed`: Exchange has carried that request out, and nobody hears of it. */
  readonly mode: 'before' | 'committed';
  /** The whole family, as a power cut does, or the functions host alone. */
  readonly victim: 'everything' | 'the functions host';
}

/** Real processes: the built bundle, Azurite on disk, a source folder; Exchange is simulated here, so that it outlives every kill. */
export class ProcessWorld {
  private readonly folder = mkdtempSync(join(tmpdir(), 'crash-processes-'));
  private requests = 0;
  /** Which request ends the start that runs, and how. */
  private kill: { readonly request: number; readonly act: () => void } | undefined;

  private constructor(
    private readonly day: SmallDay,
    private readonly exchange: ExchangeSimulator,
  ) {}

  static async open(day: SmallDay, seed: number): Promise<ProcessWorld> {
    let world: ProcessWorld | undefined;
    const exchange = await ExchangeSimulator.start({
      seed,
      switches: { tokens: [LOCAL_TOKEN] },
      users: day.users.map(({ id, userPrincipalName, displayName }) => ({ id, userPrincipalName, displayName })),
      onRequest: () => world?.onRequest(),
    });
    world = new ProcessWorld(day, exchange);
    mkdirSync(join(world.folder, 'in'));
    for (const { name, content } of day.packages) writeFileSync(join(world.folder, 'in', name), content);
    writeFileSync(join(world.folder, 'mapping.csv'), day.mapping);
    return world;
  }

  /** Starts `--once` on the data folder; ended where `kill` says, if it comes so far. */
  async start(kill?: Kill): Promise<CommandResult> {
    const command = new RunningCommand(this.arguments, { cwd: this.folder });
    this.requests = 0;
    this.exchange.faults.set([]);
    const timer = kill === undefined ? undefined : this.prepare(kill, () => end(command, kill.victim));
    const result = await command.result;
    clearTimeout(timer);
    this.kill = undefined;
    this.exchange.faults.set([]);
    return result;
  }

  /** `signal-archive verify --mailboxes`: ledger, store and mailboxes, hashes, signatures and counts. */
  verify(): Promise<CommandResult> {
    return runCommand(['verify', '--mailboxes', '--json', '--data', 'data'], { cwd: this.folder });
  }

  /** Every (message, mailbox) exactly once and equal to its message; nothing in staging, no draft, nothing else. */
  violations(): string[] {
    const copies = [...storedCopies(this.exchange.exchange)];
    const found = Map.groupBy(copies, ({ mailbox, subject }) => `${mailbox} ${subject}`);
    const violations = copies.flatMap(({ folder, mailbox, subject }) =>
      folder === 'Signal Archiver' ? [] : [`in ${folder}: ${mailbox} ${subject}`],
    );
    for (const message of this.day.messages) {
      for (const mailboxId of message.mailboxIds) {
        const name = `${mailboxId} ${message.subject}`;
        const own = found.get(name) ?? [];
        found.delete(name);
        if (own.length !== 1) violations.push(`${own.length} copies: ${name}`);
        for (const copy of own) if (shown(copy) !== wanted(message)) violations.push(`altered: ${name}`);
      }
    }
    return [...violations, ...[...found.keys()].map((name) => `unexpected: ${name}`)];
  }

  get copies(): number {
    return [...storedCopies(this.exchange.exchange)].length;
  }

  async close(): Promise<void> {
    await this.exchange.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private get arguments(): string[] {
    const { url } = this.exchange;
    return ['local', '--once', '--source', 'in', '--mapping', 'mapping.csv', '--graph', url, '--data', 'data', '--port', '0'];
  }

  private prepare({ at, mode }: Kill, act: () => void): NodeJS.Timeout | undefined {
    if ('milliseconds' in at) return setTimeout(act, at.milliseconds);
    this.exchange.faults.set([{ from: at.request, act: { kind: mode === 'committed' ? 'commit-hang' : 'hang' } }]);
    this.kill = { request: at.request, act };
    return undefined;
  }

  private onRequest(): void {
    this.requests += 1;
    if (this.requests === this.kill?.request) setTimeout(this.kill.act, CARRIED_OUT_AFTER_MS);
  }
}

function end(command: RunningCommand, victim: Kill['victim']): void {
  if (victim === 'everything') {
    command.killAll();
    return;
  }
  const host = command.family().find((pid) => commandLine(pid).includes('local/host.js'));
  if (host !== undefined) process.kill(host, 'SIGKILL');
}

const commandLine = (pid: number): string => execFileSync('ps', ['-o', 'args=', '-p', String(pid)]).toString();

const shown = (copy: ReturnType<typeof storedCopies> extends Generator<infer C> ? C : never): string =>
  JSON.stringify({
    text: copy.body.content.trimEnd(),
    from: copy.from?.address,
    to: copy.to.map(({ address }) => address).sort(),
    sentAt: new Date(copy.sentAt).toISOString(),
    isDraft: copy.isDraft,
    class: copy.properties[ExtendedProperty.MessageClass] ?? copy.messageClass,
    attachments: copy.attachments.map(({ name, sha256 }) => `${name} ${sha256}`).sort(),
  });

const wanted = (message: SmallMessage): string =>
  JSON.stringify({
    text: message.text,
    from: message.from.mailbox,
    to: message.to.map(({ mailbox }) => mailbox).sort(),
    sentAt: message.sentAt.toISOString(),
    isDraft: false,
    class: 'IPM.Note.Signal.Message',
    attachments: message.attachments.map(({ name, content }) => `${name} ${sha256Hex(content)}`).sort(),
  });

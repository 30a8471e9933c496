import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ExchangeSimulator } from '../../../runtime/local/exchange-simulator/exchange-simulator';
import { type StoredCopy, storedCopies } from '../../../runtime/local/exchange-simulator/stored-copies';
import { type CommandResult, runCommand } from '../../e2e/support/run-command';
import { itemOf, mappingOf, personOf, type SmallMessage } from '../harness/small-day';
import { Tally } from '../harness/tally';

jest.setTimeout(3_600_000);

const MEBIBYTE = 1024 * 1024;
const TOKEN = 'local-mode';
/** Of the one attachment, in MiB; around what the replaced connector takes, what a mailbox takes, and what an upload session takes. */
const SIZES = [9.9, 10, 10.1, 25, 34.9, 36, 149, 151];
/** Exchange Online's own limit, and the highest that an administrator can set. */
const USUAL_LIMIT = 35;
const HIGHEST_LIMIT = 150;

/** Each goes to a mailbox of its own: what a mailbox takes in five minutes is no more than one of the largest. */
const MESSAGES: readonly SmallMessage[] = SIZES.map((size, index) => {
  const from = personOf(index);
  const sentAt = new Date(Date.now() - 86_400_000 + index * 60_000);
  const content = Buffer.alloc(Math.round(size * MEBIBYTE), createHash('sha512').update(String(size)).digest());
  const to = { ...personOf(90), mailbox: 'stranger@elsewhere.example' };
  return {
    id: `${sentAt.getTime()}_${10_000_000 + index}`,
    subject: `Clip of ${size} MiB`,
    text: 'A clip',
    sentAt,
    from,
    to: [to],
    attachments: [{ name: `clip-${index}.mp4`, content }],
    captures: 1,
    mailboxIds: [from.mailboxId],
  };
});

const shas = new Map(MESSAGES.map(({ subject, attachments: [clip] }) => [subject, sha256(clip?.content ?? Buffer.alloc(0))]));

function sha256(content: Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}

/** `whole` when its one attachment is there byte for byte, `stub` when it says itself that something is missing. */
function kindOf({ subject, attachments }: StoredCopy): string {
  if (attachments.length === 0) return 'stub';
  return attachments.length === 1 && attachments[0]?.sha256 === shas.get(subject) ? 'whole' : 'altered';
}

class LargeItems {
  private readonly folder = mkdtempSync(join(tmpdir(), 'large-items-'));

  private constructor(private readonly exchange: ExchangeSimulator) {}

  static async open(): Promise<LargeItems> {
    const world = new LargeItems(await ExchangeSimulator.start({ switches: { tokens: [TOKEN] } }));
    mkdirSync(join(world.folder, 'in'));
    for (const message of MESSAGES) writeFileSync(join(world.folder, 'in', `${message.id}.eml`), itemOf(message, 0));
    writeFileSync(join(world.folder, 'mapping.csv'), mappingOf(MESSAGES.map(({ from }) => from)));
    return world;
  }

  limit(mebibytes: number): void {
    for (const { from } of MESSAGES) {
      const { mailboxId: id, mailbox: userPrincipalName } = from;
      this.exchange.exchange.putUser({ id, userPrincipalName, messageSizeLimitInBytes: mebibytes * MEBIBYTE });
    }
  }

  start(): Promise<CommandResult> {
    const { url } = this.exchange;
    const args = ['local', '--once', '--source', 'in', '--mapping', 'mapping.csv', '--graph', url, '--data', 'data', '--port', '0'];
    return runCommand(args, { cwd: this.folder });
  }

  verify(): Promise<CommandResult> {
    return runCommand(['verify', '--mailboxes', '--json', '--data', 'data'], { cwd: this.folder });
  }

  /** Subject -> what lies in the archive folder of its mailbox. */
  get copies(): Readonly<Record<string, readonly string[]>> {
    const found = [...storedCopies(this.exchange.exchange)].filter(({ folder }) => folder === 'Signal Archiver');
    return Object.fromEntries(
      MESSAGES.map(({ subject }) => [
        subject,
        found
          .filter((copy) => copy.subject === subject)
          .map(kindOf)
          .sort(),
      ]),
    );
  }

  async close(): Promise<void> {
    await this.exchange.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

const expected = (kinds: (size: number) => readonly string[]): Readonly<Record<string, readonly string[]>> =>
  Object.fromEntries(SIZES.map((size) => [`Clip of ${size} MiB`, kinds(size)]));

it('items of any size are delivered whole up to the mailbox’s own limit, and beyond it are a stub that the whole item follows', async () => {
  const tally = new Tally('Large items');
  const world = await LargeItems.open();
  try {
    world.limit(USUAL_LIMIT);
    const first = await world.start();
    expect({ code: first.code, copies: world.copies }).toEqual({
      code: 2,
      copies: expected((size) => (size < USUAL_LIMIT ? ['whole'] : ['stub'])),
    });

    world.limit(HIGHEST_LIMIT);
    const second = await world.start();

    const isOver = SIZES.some((size) => size > HIGHEST_LIMIT);
    expect({ code: second.code, copies: world.copies }).toEqual({
      code: isOver ? 2 : 0,
      copies: expected((size) => (size < USUAL_LIMIT ? ['whole'] : size < HIGHEST_LIMIT ? ['stub', 'whole'] : ['stub'])),
    });
    expect((await world.verify()).code).toBe(0);
    tally.add('sizes', SIZES.length);
    tally.print();
  } finally {
    await world.close();
  }
});

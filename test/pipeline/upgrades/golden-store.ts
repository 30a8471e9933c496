import { QUEUE_NAMES } from '../../../runtime/ports/queues';
import type { RowKey } from '../../../runtime/ports/table';
import type { HeldCopy } from '../../fakes/in-memory-exchange-store';
import type { SmallDay } from '../../faults/harness/small-day';
import type { World } from '../world/world';

export const TABLES = ['runs', 'packages', 'batches', 'deliveries', 'held', 'mailboxes', 'numbers', 'events'] as const;
export const CONTAINERS = ['packages', 'reports', 'mappings', 'work', 'state'] as const;

interface StoredBlob {
  readonly name: string;
  readonly metadata: Readonly<Record<string, string>>;
  /** What is no text stands as base64. */
  readonly text?: string;
  readonly base64?: string;
}

interface StoredMailbox {
  readonly id: string;
  readonly folders: readonly (readonly [id: string, displayName: string, tag: 'archive' | 'staging' | undefined])[];
  readonly copies: readonly (Omit<HeldCopy, 'createdAt' | 'sentAt' | 'receivedAt' | 'properties' | 'attachments' | 'people'> & {
    readonly createdAt: string;
    readonly sentAt: string;
    readonly receivedAt: string;
    readonly properties: readonly (readonly [string, string])[];
  })[];
}

/** Everything that a release leaves behind in the middle of its work: the archive account, the mailboxes, and what is still at the source. */
export interface GoldenStore {
  /** Which release wrote it, and what is in it. */
  readonly about: string;
  readonly at: string;
  readonly users: World['users'];
  readonly domains: readonly string[];
  /** `<mailbox id> <subject>` of every copy that there must be in the end. */
  readonly expected: readonly string[];
  readonly site: readonly { readonly name: string; readonly arrivedAt: string; readonly base64: string }[];
  readonly tables: Readonly<Record<string, readonly RowKey[]>>;
  readonly containers: Readonly<Record<string, readonly StoredBlob[]>>;
  readonly queues: Readonly<Record<string, readonly object[]>>;
  readonly mailboxes: readonly StoredMailbox[];
}

export function goldenStoreOf(world: World, days: readonly SmallDay[], about: string): GoldenStore {
  return {
    about,
    at: world.clock.now().toISOString(),
    users: world.users,
    domains: world.options.allowedDomains,
    expected: days
      .flatMap(({ messages }) => messages.flatMap(({ mailboxIds, subject }) => mailboxIds.map((id) => `${id} ${subject}`)))
      .sort(),
    site: days.flatMap(({ packages }) =>
      packages.map(({ name, arrivedAt, content }) => ({ name, arrivedAt: arrivedAt.toISOString(), base64: content.toString('base64') })),
    ),
    tables: Object.fromEntries(TABLES.map((name) => [name, [...world.account.table(name).rows()]])),
    containers: Object.fromEntries(CONTAINERS.map((name) => [name, blobsOf(world, name)])),
    queues: Object.fromEntries(QUEUE_NAMES.map((name) => [name, world.account.queues.queue(name).messages()])),
    mailboxes: world.exchange.mailboxes.map((mailbox) => ({
      id: mailbox.id,
      folders: [...mailbox.folders.values()].map(({ id, displayName, tag }) => [id, displayName, tag] as const),
      copies: [...mailbox.copies.values()].map(storedCopy),
    })),
  };
}

function blobsOf(world: World, name: (typeof CONTAINERS)[number]): StoredBlob[] {
  return [...world.account.container(name).blobs.values()].map((blob) => ({
    name: blob.name,
    metadata: blob.metadata,
    ...contentOf(blob.content),
  }));
}

function contentOf(content: Buffer): Pick<StoredBlob, 'text' | 'base64'> {
  const text = content.toString('utf8');
  const isText = !text.includes('\0') && Buffer.from(text).equals(content);
  return isText ? { text } : { base64: content.toString('base64') };
}

function storedCopy({ attachments: _none, ...copy }: HeldCopy): StoredMailbox['copies'][number] {
  const { createdAt, sentAt, receivedAt, properties } = copy;
  return {
    ...copy,
    createdAt: createdAt.toISOString(),
    sentAt: sentAt.toISOString(),
    receivedAt: receivedAt.toISOString(),
    properties: [...properties],
  };
}

/** Puts a store, its mailboxes and what is at the source into an empty world. */
export function loadGoldenStore(golden: GoldenStore, world: World): void {
  for (const { name, arrivedAt, base64 } of golden.site)
    world.site.put(name, Buffer.from(base64, 'base64'), { arrivedAt: new Date(arrivedAt) });
  for (const name of TABLES) for (const row of golden.tables[name] ?? []) world.account.table(name).apply({ kind: 'upsert', row });
  for (const name of CONTAINERS) {
    for (const { name: blob, metadata, text, base64 = '' } of golden.containers[name] ?? []) {
      const content = text === undefined ? Buffer.from(base64, 'base64') : Buffer.from(text);
      world.account.container(name).write(blob, content, metadata, 'any');
    }
  }
  for (const name of QUEUE_NAMES)
    for (const message of golden.queues[name] ?? [])
      world.account.queues.queue(name).send(Buffer.from(JSON.stringify(message)).toString('base64'), 0);
  for (const mailbox of golden.mailboxes) loadMailbox(mailbox, world);
}

function loadMailbox({ id, folders, copies }: StoredMailbox, world: World): void {
  const mailbox = world.exchange.mailbox(id);
  for (const [folderId, displayName, tag] of folders)
    mailbox.folders.set(folderId, { id: folderId, displayName, tag, isHidden: tag === 'staging', isNested: false });
  for (const copy of copies) {
    const { createdAt, sentAt, receivedAt, properties } = copy;
    const times = { createdAt: new Date(createdAt), sentAt: new Date(sentAt), receivedAt: new Date(receivedAt) };
    mailbox.hold({ ...copy, ...times, properties: new Map(properties), attachments: [], people: [] });
    // Ids go on where the store's own ones ended.
    world.exchange.nextId('known');
  }
  for (const _folder of folders) world.exchange.nextId('known');
}

/** One row, blob, message or copy a line, so that a change is read as a diff. */
export function goldenText(golden: GoldenStore): string {
  const lines = (values: readonly unknown[]): string => `[\n${values.map((value) => JSON.stringify(value)).join(',\n')}\n]`;
  const groups = (named: Readonly<Record<string, readonly unknown[]>>): string =>
    `{\n${Object.entries(named)
      .map(([name, values]) => `${JSON.stringify(name)}: ${lines(values)}`)
      .join(',\n')}\n}`;
  const { about, at, users, domains, expected, site, tables, containers, queues, mailboxes } = golden;
  const plain = Object.entries({ about, at, domains }).map(([name, value]) => `${JSON.stringify(name)}: ${JSON.stringify(value)}`);
  const listed = Object.entries({ users, expected, site, mailboxes }).map(([name, values]) => `${JSON.stringify(name)}: ${lines(values)}`);
  const grouped = Object.entries({ tables, containers, queues }).map(([name, named]) => `${JSON.stringify(name)}: ${groups(named)}`);
  return `{\n${[...plain, ...listed, ...grouped].join(',\n')}\n}\n`;
}

import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ExchangeSimulator } from '../../../runtime/local/exchange-simulator/exchange-simulator';
import { storedCopies } from '../../../runtime/local/exchange-simulator/stored-copies';
import { ANNA, anAttachment, KEY, SimulatorClient, sentProperties } from './simulator-client';

let dataFolder: string;
beforeEach(() => {
  dataFolder = mkdtempSync(join(tmpdir(), 'simulator-'));
});
afterEach(() => rmSync(dataFolder, { recursive: true }));

const copies = ({ exchange }: ExchangeSimulator) =>
  [...storedCopies(exchange)].map((copy) => ({ ...copy, attachments: [...copy.attachments] }));
const folders = ({ exchange }: ExchangeSimulator) =>
  exchange.mailboxes.flatMap((mailbox) =>
    [...mailbox.folders.values()].map(({ messages, ...folder }) => ({ ...folder, count: messages.size })),
  );

describe('mailboxes kept in a folder', () => {
  it('are the same after a restart, whatever was done to them', async () => {
    const first = await SimulatorClient.start({ dataFolder });
    const folder = await first.ask('POST', `/users/${ANNA}/mailFolders`, { displayName: 'A', isHidden: true });
    const folderId = folder.json['id'] as string;
    const message = await first.created({
      singleValueExtendedProperties: sentProperties('abc'),
      attachments: [anAttachment(Buffer.from('one'))],
    });
    const gone = await first.created();
    const path = `/users/${ANNA}/messages/${message}`;
    await first.ask('POST', `${path}/attachments`, anAttachment(Buffer.from('two')));
    const total = 3 * 1024 * 1024;
    const upload = await first.ask('POST', `${path}/attachments/createUploadSession`, {
      AttachmentItem: { attachmentType: 'file', name: 'three', size: total },
    });
    await first.send('PUT', upload.json['uploadUrl'] as string, Buffer.alloc(total, 3), {
      'content-range': `bytes 0-${total - 1}/${total}`,
    });
    await first.ask('POST', `${path}/move`, { destinationId: folderId });
    await first.ask('PATCH', path, { subject: 'Changed' });
    await first.ask('DELETE', `/users/${ANNA}/messages/${gone}`);
    await first.control('POST', 'acts', { kind: 'rename-folder', mailbox: ANNA, folder: 'A', displayName: 'B' });
    await first.control('POST', 'acts', { kind: 'move-folder', mailbox: ANNA, folder: 'B', parent: 'inbox' });
    const before = { copies: copies(first.simulator), folders: folders(first.simulator) };
    await first.stop();

    const second = await SimulatorClient.start({ dataFolder, users: [] });
    const after = { copies: copies(second.simulator), folders: folders(second.simulator) };
    const found = await second.lookUp(KEY, 'ABC', ANNA, folderId);
    const next = await second.created();
    await second.stop();

    expect(after).toEqual(before);
    expect(before.copies.find(({ id }) => id === message)?.attachments.map(({ bytes }) => bytes)).toEqual([3, 3, total]);
    expect(found.value).toHaveLength(1);
    expect([message, gone]).not.toContain(next);
  });

  it('takes a request that is spread over lines', async () => {
    const first = await SimulatorClient.start({ dataFolder });
    await first.ask('POST', `/users/${ANNA}/mailFolders/inbox/messages`, '{\n\t"subject": "Lines"\n}');
    await first.stop();
    const second = await SimulatorClient.start({ dataFolder });
    await second.stop();

    expect(copies(second.simulator).map(({ subject }) => subject)).toEqual(['Lines']);
  });

  it('forget a line that was not finished when the process was killed, and go on after the one before', async () => {
    const first = await SimulatorClient.start({ dataFolder });
    await first.create();
    await first.stop();
    appendFileSync(join(dataFolder, 'journal.jsonl'), '{"op":"message","mailbox":"');
    const second = await SimulatorClient.start({ dataFolder });
    await second.create();
    await second.stop();
    const third = await SimulatorClient.start({ dataFolder });
    await third.stop();

    expect(copies(third.simulator)).toHaveLength(2);
  });
});

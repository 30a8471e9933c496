import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Connector, createConnector } from '../../runtime/main';
import { readSettings } from '../../runtime/settings';
import { LocalKey } from '../../runtime/settings/local-keys';
import { SettingsKey } from '../../runtime/settings-keys';

const NOBODY =
  'DefaultEndpointsProtocol=http;AccountName=a;AccountKey=a2V5;BlobEndpoint=http://127.0.0.1:1/a;QueueEndpoint=http://127.0.0.1:1/a;TableEndpoint=http://127.0.0.1:1/a;';

async function connectorWith(settings: Readonly<Record<string, string>>): Promise<Connector> {
  const folder = mkdtempSync(path.join(tmpdir(), 'signal-archive-settings-'));
  const env = {
    [SettingsKey.TenantId]: '00000000-0000-0000-0000-000000000000',
    [SettingsKey.SourceKind]: 'directory',
    [SettingsKey.SourceUrl]: folder,
    [SettingsKey.GraphRoot]: 'http://127.0.0.1:1/v1.0',
    [LocalKey.Storage]: NOBODY,
    [LocalKey.GraphToken]: 'none',
    [LocalKey.SigningKeyFile]: path.join(folder, 'key.json'),
    ...settings,
  };
  return createConnector(readSettings(env), () => undefined, folder);
}

const COPY = {
  itemClass: 'IPM.Note.Signal.Message',
  subject: '',
  body: { contentType: 'text', content: '' },
  from: { name: 'a', address: 'a@contoso.example' },
  to: [],
  cc: [],
  sentAt: new Date(0),
  receivedAt: new Date(0),
  references: '',
  itemId: '',
  packageSha256: '',
  sourceMessageId: undefined,
  mappingVersion: '',
  originalDate: undefined,
} as const;

describe('a switch of the settings takes effect', () => {
  it.each([
    ['unset', {}, '"id":"Integer 0x0E07","value":"1"'],
    ['4', { [SettingsKey.MessageFlags]: '4' }, '"id":"Integer 0x0E07","value":"4"'],
  ])('on the flags of a copy: %s', async (_case, settings, expected) => {
    const connector = await connectorWith(settings);

    expect(connector.ports.copyFormat.common(COPY, []).toString()).toContain(expected);
    connector.close();
  });

  it.each([
    ['unset', {}, true],
    ['false', { [SettingsKey.AttachAfterCreate]: 'false' }, false],
  ])('on attachments after creation: %s', async (_case, settings, expected) => {
    const connector = await connectorWith(settings);

    expect(connector.ports.options.attachesAfterCreate).toBe(expected);
    connector.close();
  });
});

import { parseCredentialSecret } from '../../../runtime/adapters/key-vault/credential-secret';
import { SettingsCredentialStore } from '../../../runtime/adapters/key-vault/settings-credential-store';
import { VaultCredentialStore } from '../../../runtime/adapters/key-vault/vault-credential-store';
import { FakeKeyVault } from '../../fakes/fake-key-vault';

const none = { password: undefined, privateKey: undefined, passphrase: undefined };

describe('the secret of the source', () => {
  it.each([
    ['user and password', 'archive:s3cret', { ...none, username: 'archive', password: 's3cret' }],
    ['a password with colons, spaces and braces', ' archive:a:b {c}\n', { ...none, username: 'archive', password: 'a:b {c}' }],
    ['JSON with a password', '{"username":"archive","password":"p:\\"q"}', { ...none, username: 'archive', password: 'p:"q' }],
    [
      'JSON with a key',
      '{"username":"a","privateKey":"-----BEGIN","passphrase":"x"}',
      { ...none, username: 'a', privateKey: '-----BEGIN', passphrase: 'x' },
    ],
    ['JSON without a user', '{"password":"x"}', undefined],
    ['JSON with a user alone', '{"username":"x"}', undefined],
    ['JSON with a password that is no text', '{"username":"x","password":7}', undefined],
    ['broken JSON', '{"username":', undefined],
    ['a list', '["a","b"]', undefined],
    ['no password', 'archive:', undefined],
    ['no user', ':secret', undefined],
    ['no colon', 'secret', undefined],
    ['nothing', '', undefined],
  ])('is read: %s', (_case, secret, expected) => {
    expect(parseCredentialSecret(secret)).toEqual(expected);
  });
});

function world(secret?: string) {
  const vault = new FakeKeyVault('report');
  if (secret !== undefined) vault.secrets.set('source', secret);
  let time = 0;
  const store = new VaultCredentialStore(
    { vaultUri: vault.vaultUri, secretName: 'source', credential: vault.credential, client: vault.client },
    () => time,
  );
  return { vault, store, pass: (milliseconds: number) => (time += milliseconds) };
}

const signal = new AbortController().signal;

describe('the credential in the vault', () => {
  it('is read once in five minutes, and a new one takes effect after them', async () => {
    const { vault, store, pass } = world('archive:old');

    await store.read(signal);
    vault.secrets.set('source', 'archive:new');
    pass(5 * 60 * 1000 - 1);
    expect(await store.read(signal)).toMatchObject({ password: 'old' });
    expect(vault.requests).toHaveLength(1);

    pass(1);
    expect(await store.read(signal)).toMatchObject({ password: 'new' });
  });

  it('stops the run when there is none, or none that can be read, without showing it', async () => {
    await expect(world().store.read(signal)).rejects.toMatchObject({ code: 'SOURCE_REFUSED', disposition: 'stop-run' });

    const error = await world('canary-secret')
      .store.read(signal)
      .catch((caught) => caught);
    expect(error).toMatchObject({ code: 'SOURCE_REFUSED', disposition: 'stop-run' });
    expect(`${error.message}${error.stack}`).not.toContain('canary-secret');
  });

  it('stops the run when the vault refuses, and is asked again when it is away', async () => {
    const refused = world('a:b');
    refused.vault.faults.push(403);
    await expect(refused.store.read(signal)).rejects.toMatchObject({ code: 'VAULT_REFUSED', disposition: 'stop-run' });

    const away = world('a:b');
    away.vault.faults.push(503, 503, 503, 503);
    await expect(away.store.read(signal)).rejects.toMatchObject({ code: 'VAULT_UNAVAILABLE', disposition: 'retry' });
    expect(await away.store.read(signal)).toMatchObject({ username: 'a' });
  });

  it('is not waited for when the caller gives up', async () => {
    await expect(world('a:b').store.read(AbortSignal.abort())).rejects.toMatchObject({ disposition: 'retry' });
  });
});

describe('a given credential', () => {
  it('is handed on as it is, and its absence stops the run', async () => {
    const given = { ...none, username: 'archive', password: 'x' };

    expect(await new SettingsCredentialStore(given).read()).toBe(given);
    await expect(new SettingsCredentialStore(undefined).read()).rejects.toMatchObject({ code: 'SOURCE_REFUSED' });
  });
});

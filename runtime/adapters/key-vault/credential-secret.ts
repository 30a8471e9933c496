import type { SourceCredential } from '../../ports/credential';

/**
 * Reads a secret: JSON with `username` and `password`, or `username` and `privateKey` (and `passphrase`), or simply `user:password`, where the
 * first colon ends the user name. Undefined when it is neither; nobody ever sees the text.
 */
export function parseCredentialSecret(secret: string): SourceCredential | undefined {
  const text = secret.trim();
  return text.startsWith('{') ? parseJson(text) : parsePair(text);
}

function parsePair(text: string): SourceCredential | undefined {
  const colon = text.indexOf(':');
  if (colon <= 0 || colon === text.length - 1) return undefined;
  return { username: text.slice(0, colon), password: text.slice(colon + 1), privateKey: undefined, passphrase: undefined };
}

function parseJson(text: string): SourceCredential | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  const fields = value as Readonly<Record<string, unknown>>;
  const username = textOf(fields['username']);
  const [password, privateKey, passphrase] = [textOf(fields['password']), textOf(fields['privateKey']), textOf(fields['passphrase'])];
  if (username === undefined || (password === undefined && privateKey === undefined)) return undefined;
  return { username, password, privateKey, passphrase };
}

const textOf = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

import { PublishError } from './publish-error';

/** What a vault takes as one secret. */
const MAX_SECRET_BYTES = 25_000;
const FIELDS = ['username', 'password', 'privateKey', 'passphrase'] as const;

/**
 * Reads the credential of the source as somebody types or pipes it: a JSON object with `username` and `password` (or `privateKey` and
 * `passphrase`), or two lines, the user name and the password. Answers the JSON text that the runtime reads. Throws `PublishError`; a
 * value is never part of its message.
 */
export function readCredential(input: string): string {
  const credential = input.trimStart().startsWith('{') ? fromJson(input) : fromLines(input);
  if (credential['username'] === undefined) throw new PublishError('The credential has no user name');
  if (credential['password'] === undefined && credential['privateKey'] === undefined)
    throw new PublishError('The credential has neither a password nor a private key');
  const text = JSON.stringify(credential);
  if (Buffer.byteLength(text) > MAX_SECRET_BYTES)
    throw new PublishError(`The credential is longer than ${MAX_SECRET_BYTES} bytes, more than a vault takes`);
  return text;
}

type Credential = Readonly<Partial<Record<(typeof FIELDS)[number], string>>>;

function fromJson(input: string): Credential {
  let parsed: unknown;
  try {
    parsed = JSON.parse(input);
  } catch {
    throw new PublishError('The credential begins like JSON but is none');
  }
  const given = parsed as Record<string, unknown>;
  const unknown = Object.keys(given).find((key) => !(FIELDS as readonly string[]).includes(key));
  if (unknown !== undefined) throw new PublishError(`The credential has a field that nobody reads; use ${FIELDS.join(', ')}`);
  const isText = Object.values(given).every((value) => typeof value === 'string' && value !== '');
  if (!isText) throw new PublishError('Every field of the credential must be a text');
  return given as Credential;
}

function fromLines(input: string): Credential {
  const [username, password, ...rest] = input.replace(/\r?\n$/, '').split(/\r?\n/);
  if (rest.length > 0) throw new PublishError('Give two lines, the user name and the password, or a JSON object');
  return { ...(username ? { username } : {}), ...(password ? { password } : {}) };
}

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeError } from '../../../runtime/adapters/telemetry/describe-error';
import { JsonLog } from '../../../runtime/adapters/telemetry/json-log';
import { LOG_FIELDS } from '../../../runtime/adapters/telemetry/log-fields';
import { VaultUnavailableError } from '../../../runtime/ports/vault-errors';

const at = new Date('2026-11-21T06:30:00.000Z');

function capture() {
  const lines: string[] = [];
  const log = new JsonLog(
    (level, line) => lines.push(`${level} ${line}`),
    () => at,
  );
  const last = () => JSON.parse((lines.at(-1) ?? '').replace(/^\w+ /, '')) as Record<string, unknown>;
  return { log, lines, last };
}

describe('a log line', () => {
  it('is one JSON object with time, level, text and fields', () => {
    const { log, lines } = capture();

    log.warn('Item held', { runId: '20261121T063000Z-5e0b71c4', reason: 'unmatched', items: 2, isKnown: false, at: at.toISOString() });

    expect(lines).toEqual([
      'warn {"time":"2026-11-21T06:30:00.000Z","level":"warn","text":"Item held","runId":"20261121T063000Z-5e0b71c4","reason":"unmatched","items":2,"isKnown":false,"at":"2026-11-21T06:30:00.000Z"}',
    ]);
  });

  it.each([
    ['a hash', 'sha256', 'a'.repeat(64), 'a'.repeat(64)],
    ['a hash of digits only', 'importKey', '1'.repeat(64), '1'.repeat(64)],
    ['an object id', 'mailboxId', '7c1f9a52-1111-4222-8333-444455556666', '7c1f9a52-1111-4222-8333-444455556666'],
    [
      'a vault key',
      'keyId',
      'https://contoso.vault.azure.example/keys/report/0123456789abcdef',
      'https://contoso.vault.azure.example/keys/report/0123456789abcdef',
    ],
    ['a large number of bytes', 'bytes', 2_147_483_648, 2_147_483_648],
    ['a phone number where an id should be', 'mailboxId', '447700900123', '**23'],
    ['a phone number that is a number', 'reason', 447700900123, '**23'],
    ['a phone number with a plus', 'why', '+447700900123', '**23'],
    ['an address', 'mailboxId', 'Anna.Lee@contoso.example', expect.stringMatching(/^hash:[0-9a-f]{12}$/)],
    ['a sentence', 'reason', 'please call me', '(not shown)'],
    ['a second line', 'reason', 'a\n{"level":"error"}', '(not shown)'],
    ['a time that is none', 'at', 'yesterday', '(not shown)'],
    ['nothing', 'reason', '', ''],
  ])('shows or scrubs %s', (_case, name, value, expected) => {
    const { log, last } = capture();

    log.info('Something', { [name]: value });

    expect(last()[name]).toEqual(expected);
  });

  it('drops fields that are not listed and says how many', () => {
    const { log, last } = capture();

    log.error('Something', { subject: 'x', fileName: 'y', runId: 'r', items: undefined });

    expect(last()).toEqual({ time: at.toISOString(), level: 'error', text: 'Something', runId: 'r', droppedFields: 2 });
  });

  it('never shows content, wherever somebody puts it', () => {
    const canaries = [
      'CANARY subject line',
      'CANARY\r\nX: y',
      'canary@contoso.example',
      'CANARY name.eml',
      '447700900777',
      '+15550100777',
      'gr\u00fc\u00dfe CANARY',
    ];
    const { log, lines } = capture();

    for (const canary of canaries) {
      for (const name of [...LOG_FIELDS.keys(), 'subject', 'body', 'text', 'time', 'level', '__proto__'])
        log.info('Something', { [name]: canary });
      log.warn('Something', {
        ...describeError(new Error(canary)),
        ...describeError(Object.assign(new Error(canary), { code: canary, name: canary })),
      });
      log.error('Something', describeError(new VaultUnavailableError(canary, canary, { cause: new Error(canary) })));
      log.error('Something', describeError(canary));
    }

    expect(lines.join('\n')).not.toMatch(/CANARY|canary@|900777|0100777|gr\u00fc/);
    expect(lines.every((line) => !line.includes('\n'))).toBe(true);
  });

  it('scrubs a text that somebody built from values', () => {
    const { log, last } = capture();

    log.info(`Item of 447700900123 to anna@contoso.example\n${'x'.repeat(500)}`);

    expect(last()['text']).toMatch(/^Item of \? to \?\?x+$/);
    expect(String(last()['text']).length).toBeLessThanOrEqual(200);
  });
});

describe('an error in a log line', () => {
  it.each([
    [
      'one of ours',
      new VaultUnavailableError('a', 'b', { cause: Object.assign(new Error(), { code: 'ECONNRESET', statusCode: 503 }) }),
      { errorCode: 'VAULT_UNAVAILABLE', errorClass: 'VaultUnavailableError', disposition: 'retry', causeCode: 'ECONNRESET', status: 503 },
    ],
    ['one of Node', Object.assign(new Error('x'), { code: 'ENOENT' }), { errorCode: 'ENOENT', errorClass: 'Error' }],
    [
      'one of an SDK',
      Object.assign(new Error('x'), { name: 'RestError', code: 'AuthorizationFailure', statusCode: 403 }),
      { errorCode: 'AuthorizationFailure', errorClass: 'RestError', status: 403 },
    ],
    ['a plain one', new TypeError('x'), { errorCode: 'UNKNOWN', errorClass: 'TypeError' }],
    ['a text that was thrown', 'x', { errorCode: 'UNKNOWN', errorClass: 'string' }],
    ['nothing', undefined, { errorCode: 'UNKNOWN', errorClass: 'undefined' }],
  ])('is its code and class: %s', (_case, error, expected) => {
    expect(JSON.parse(JSON.stringify(describeError(error)))).toEqual(expected);
  });
});

describe('every log call of the runtime', () => {
  const runtime = join(__dirname, '../../../runtime');
  const files = readdirSync(runtime, { recursive: true, encoding: 'utf8' }).filter((name) => /\.tsx?$/.test(name));
  const calls = files.flatMap((name) => callsOf(name, readFileSync(join(runtime, name), 'utf8')));

  it('has a static text and fields that are listed in log-fields.ts', () => {
    const unlisted = calls.flatMap(({ file, fields }) =>
      fields.filter((field) => !LOG_FIELDS.has(field)).map((field) => `${file}: ${field}`),
    );

    expect(calls.length).toBeGreaterThan(5);
    expect(unlisted).toEqual([]);
  });
});

/** The names of the fields in `log.warn('...', { ... })`, as far as they are written there. */
function callsOf(file: string, source: string): { file: string; fields: string[] }[] {
  return [...source.matchAll(/\blog\.(?:info|warn|error)\(\s*'[^']*',\s*\{/g)].map((match) => {
    const object = objectAt(source, (match.index ?? 0) + match[0].length);
    const members = topLevelParts(object).map((member) => member.trim());
    return {
      file,
      fields: members.filter((member) => member !== '' && !member.startsWith('...')).map((member) => (/^\w+/.exec(member) ?? [''])[0]),
    };
  });
}

function objectAt(source: string, start: number): string {
  let depth = 1;
  let at = start;
  for (; at < source.length && depth > 0; at += 1)
    depth += '{(['.includes(source[at] ?? ' ') ? 1 : '})]'.includes(source[at] ?? ' ') ? -1 : 0;
  return source.slice(start, at - 1);
}

function topLevelParts(object: string): string[] {
  const parts = [''];
  let depth = 0;
  for (const character of object) {
    depth += '{(['.includes(character) ? 1 : '})]'.includes(character) ? -1 : 0;
    if (character === ',' && depth === 0) parts.push('');
    else parts[parts.length - 1] += character;
  }
  return parts;
}

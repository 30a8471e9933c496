import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { identityVectors } from './corpus/identity-vectors';
import { read, readLines, sha256 } from './read-mail';

const GOLDEN = join(__dirname, '../../golden/message-identity.json');

interface GoldenVector {
  readonly case: string;
  readonly item: string;
  readonly ownerHeaders: readonly string[];
  readonly identity: string;
}

/** `UPDATE_GOLDEN=1` writes the file anew; a changed identity of an existing vector would import every old day again. */
function goldenVectors(): readonly GoldenVector[] {
  if (process.env['UPDATE_GOLDEN'] === '1') {
    const vectors = identityVectors().map((vector) => ({
      ...vector,
      identity: read(vector.item, { ownerHeaders: vector.ownerHeaders }).messageIdentity,
    }));
    writeFileSync(GOLDEN, `${JSON.stringify({ version: 1, vectors }, undefined, 1)}\n`);
  }
  return (JSON.parse(readFileSync(GOLDEN, 'utf8')) as { vectors: GoldenVector[] }).vectors;
}

describe('message identity, version 1', () => {
  it.each(goldenVectors())('is what it always was: $case', ({ item, ownerHeaders, identity }) => {
    expect(read(item, { ownerHeaders }).messageIdentity).toBe(identity);
  });

  it('has a golden vector for every case', () => {
    expect(goldenVectors().map((vector) => vector.case)).toEqual(identityVectors().map((vector) => vector.case));
  });

  it('is the hash that its definition says', () => {
    const item = readLines(
      ...['Message-ID: <1716912345678_447700900123_0@tm.example>', 'Content-Type: multipart/mixed; boundary=b', ''],
      ...[
        '--b',
        '',
        'Hello',
        'Anna',
        '',
        '--b',
        'Content-Type: text/html',
        '',
        '<p>x</p>',
        '--b',
        'Content-Type: image/png',
        '',
        'B',
        '--b',
        'Content-Type: image/png',
        '',
        'A',
        '--b--',
      ],
    );
    const lines = [
      ...[
        'signal-archive/message-identity/1',
        'id 1716912345678_447700900123',
        `text ${sha256('Hello\nAnna')}`,
        `text ${sha256('<p>x</p>')}`,
      ],
      ...[sha256('A'), sha256('B')].sort().map((hash) => `attachment ${hash}`),
    ];

    expect(item.messageIdentity).toBe(createHash('sha256').update(lines.join('\n')).digest('hex'));
  });

  it('is the bytes where there is no id', () => {
    const mail = 'From: a@b.example\r\n\r\nHello';

    expect(read(mail).messageIdentity).toBe(sha256(`signal-archive/message-identity/1\nbytes ${sha256(mail)}`));
  });
});

const BODY = ['Content-Type: text/plain; charset=utf-8', '', 'Grüße', ''];

function identityOf(...lines: string[]): string {
  return readLines(...lines).messageIdentity;
}

describe('captures of one message have one identity', () => {
  const id = 'Message-ID: <1716912345678_447700900123>';
  const plain = identityOf('From: Sam 17819988776 <>', 'Subject: x', 'Date: Fri, 21 Nov 2025 06:30:00 +0000', id, ...BODY);

  it.each<[string, string[]]>([
    ['other people, subject and time', ['From: Anna 447700900123 <>', 'Subject: y', 'Date: Fri, 21 Nov 2025 06:31:00 +0000', id, ...BODY]],
    ['no names at all', [id, ...BODY]],
    ['an id with _0', ['Message-ID: <1716912345678_447700900123_0>', ...BODY]],
    ['an id with a host', ['Message-ID: <1716912345678_447700900123@tm.example>', ...BODY]],
    ['an id with a uuid', ['Message-ID: 1716912345678_447700900123-123E4567-e89b-12d3-a456-426614174000', ...BODY]],
    ['an id with all of it', ['Message-ID: <1716912345678_447700900123_0-123e4567-e89b-12d3-a456-426614174000@tm.example>', ...BODY]],
    [
      'base64',
      [id, 'Content-Type: text/plain; charset=utf-8', 'Content-Transfer-Encoding: base64', '', Buffer.from('Grüße\n').toString('base64')],
    ],
    [
      'quoted-printable',
      [id, 'Content-Type: text/plain; charset=utf-8', 'Content-Transfer-Encoding: quoted-printable', '', 'Gr=C3=BC=C3=9Fe'],
    ],
    ['another label of the character set', [id, 'Content-Type: text/plain; charset=iso-8859-1', '', 'Grüße']],
    ['more line ends at the end', [id, ...BODY, '', '']],
    ['the same text as the only part', [id, 'Content-Type: multipart/mixed; boundary=b', '', '--b', ...BODY, '--b--']],
  ])('%s', (_case, lines) => {
    expect(identityOf(...lines)).toBe(plain);
  });

  it('line ends of any kind', () => {
    const lines = [id, '', 'One', 'Two', ''];

    expect(read(lines.join('\n')).messageIdentity).toBe(read(lines.join('\r\n')).messageIdentity);
  });
});

describe('different messages have different identities', () => {
  const id = 'Message-ID: <1716912345678_447700900123>';
  const variants: [string, string[]][] = [
    ['another text', [id, '', 'Hello']],
    ['another case', [id, '', 'hello']],
    ['white space', [id, '', 'Hello ']],
    ['another id', ['Message-ID: <1716912345679_447700900123>', '', 'Hello']],
    ['its deletion', ['Message-ID: <DELETE_FOR_ALL-1716912345678_447700900123>', '', 'Hello']],
    ['its edit', ['Message-ID: <EDIT-1716912345678_447700900123>', '', 'Hello']],
    [
      'an attachment',
      [id, 'Content-Type: multipart/mixed; boundary=b', '', '--b', '', 'Hello', '--b', 'Content-Type: image/png', '', 'x', '--b--'],
    ],
    [
      'another attachment',
      [id, 'Content-Type: multipart/mixed; boundary=b', '', '--b', '', 'Hello', '--b', 'Content-Type: image/png', '', 'y', '--b--'],
    ],
    ['two parts for one', [id, 'Content-Type: multipart/mixed; boundary=b', '', '--b', '', 'Hel', '--b', '', 'lo', '--b--']],
    [
      'text in the HTML form only',
      [
        id,
        'Content-Type: multipart/alternative; boundary=b',
        '',
        '--b',
        '',
        'Hello',
        '--b',
        'Content-Type: text/html',
        '',
        'secret',
        '--b--',
      ],
    ],
    ['no id', ['', 'Hello']],
    ['an id of its own, 06:30', ['Message-ID: <abc@x.example>', 'Date: Fri, 21 Nov 2025 06:30:00 +0000', '', 'Hello']],
    ['an id of its own, 06:31', ['Message-ID: <abc@x.example>', 'Date: Fri, 21 Nov 2025 06:31:00 +0000', '', 'Hello']],
    ['an id of its own at another host', ['Message-ID: <abc@y.example>', 'Date: Fri, 21 Nov 2025 06:31:00 +0000', '', 'Hello']],
    ['an id of its own, no time', ['Message-ID: <abc@x.example>', '', 'Hello']],
  ];

  it('all of these', () => {
    expect(new Set(variants.map(([, lines]) => identityOf(...lines))).size).toBe(variants.length);
  });

  it('deletions for oneself by their owner, and only those', () => {
    const of = (id: string, owner: string) =>
      read(`Message-ID: <${id}>\r\nX-Owner: ${owner}\r\n\r\nHello`, { ownerHeaders: ['X-Owner'] }).messageIdentity;

    expect(of('DELETE_FOR_ME-1_447700900123', '447700900124')).not.toBe(of('DELETE_FOR_ME-1_447700900123', '447700900125'));
    expect(of('DELETE_FOR_ALL-1_447700900123', '447700900124')).toBe(of('DELETE_FOR_ALL-1_447700900123', '447700900125'));
  });
});

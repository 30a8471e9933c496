import { createHash } from 'node:crypto';
import { batchIdOf } from '../../../runtime/domain/ledger/batch-id';
import { heldIdOf } from '../../../runtime/domain/ledger/held-id';
import { importKeyOf } from '../../../runtime/domain/ledger/import-key';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const TENANT = '00000000-0000-0000-0000-000000000000';
const MAILBOX = '11111111-2222-4333-8444-555555555555';

/** Golden vectors: these keys stand on copies in mailboxes. A change of any of them would import everything again. */
describe('importKeyOf', () => {
  it.each([
    [TENANT, MAILBOX, 'a'.repeat(64), 'f4f4c4546746be7e8fcb6706e6effc7e125a16296b6193c7d03785ad82febe30'],
    [TENANT, MAILBOX, 'b'.repeat(64), 'a304e33342fc8af0dc0dbfdd3c4a7d2449f8e159a0f4f4d355a95935b087e5c7'],
    ['22222222-2222-4222-8222-222222222222', MAILBOX, 'a'.repeat(64), '7eb812f9f67faeb54bcffc0e7ce708f0face4478963dac9e34dc2913335ea114'],
    [TENANT, 'Ünïcode', '1764000000000_447700900123', '42cff774396a3bd5cc9630ba1935954bfada9e97dcf52027974131c287a3a609'],
  ])('is what it always was: %s, %s, %s', (tenantId, mailboxId, identity, key) => {
    expect(importKeyOf(tenantId, mailboxId, identity)).toBe(key);
  });

  it('is the SHA-256 of tenant, mailbox and message, joined by line feeds', () => {
    expect(importKeyOf('t', 'm', 'i')).toBe(sha256('t\nm\ni'));
  });

  it('tells apart what only the joints tell apart', () => {
    expect(importKeyOf('a', 'bc', 'd')).not.toBe(importKeyOf('ab', 'c', 'd'));
    expect(importKeyOf('a', 'b', 'cd')).not.toBe(importKeyOf('a', 'bc', 'd'));
  });
});

describe('batchIdOf', () => {
  const keys = ['1'.repeat(64), '2'.repeat(64)];

  it('is what it always was', () => {
    expect(batchIdOf('20261121T063000Z-1a2b3c4d', 'package', MAILBOX, keys)).toBe('d8621bb0abb44e56b952cd5cee8856cd');
    expect(batchIdOf('r', 'p', 'm', ['k', 'l'])).toBe(sha256('r\np\nm\nk\nl').slice(0, 32));
  });

  it('differs by run, package, mailbox, keys and their order', () => {
    const ids = [
      batchIdOf('r', 'p', 'm', keys),
      batchIdOf('R', 'p', 'm', keys),
      batchIdOf('r', 'P', 'm', keys),
      batchIdOf('r', 'p', 'M', keys),
      batchIdOf('r', 'p', 'm', keys.toReversed()),
      batchIdOf('r', 'p', 'm', keys.slice(1)),
      batchIdOf('r', 'p', 'm', []),
    ];

    expect(new Set(ids).size).toBe(ids.length);
  });
});

describe('heldIdOf', () => {
  it('is what it always was', () => {
    expect(heldIdOf('delivery', 'm', 'k')).toBe(sha256('delivery\nm\nk').slice(0, 32));
    expect(heldIdOf('item', 'a'.repeat(64))).toBe('cf705c477a4a44437f2c125134068b3d');
  });

  it('differs by kind and names', () => {
    const ids = [
      heldIdOf('item', 'a'),
      heldIdOf('package', 'a'),
      heldIdOf('item', 'b'),
      heldIdOf('item', 'a', 'b'),
      heldIdOf('participant', 'a', 'b'),
    ];

    expect(new Set(ids).size).toBe(ids.length);
  });
});

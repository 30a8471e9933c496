import fc from 'fast-check';
import { DELIVERY_OUTCOMES, deliveryLine, parseDeliveryLine } from '../../../runtime/domain/evidence/delivery-line';
import { jsonLines } from '../../../runtime/domain/evidence/json-lines';
import { aDelivery } from './sample-delivery';

async function* cut(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function linesOf(chunks: AsyncIterable<Buffer>): Promise<string[]> {
  const lines: string[] = [];
  for await (const line of jsonLines(chunks)) lines.push(line);
  return lines;
}

describe('a line of deliveries.jsonl', () => {
  it('is read as it was written, whatever the chunks', async () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 20 });
    const delivery = fc.record({
      outcome: fc.constantFrom(...DELIVERY_OUTCOMES),
      reason: text,
      mailbox: text,
      entry: fc.nat(),
      messageIdentity: fc.option(text),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          delivery.map((change) => aDelivery(change)),
          { maxLength: 5 },
        ),
        fc.integer({ min: 1, max: 700 }),
        async (deliveries, size) => {
          const written = Buffer.from(deliveries.map(deliveryLine).join(''));
          expect((await linesOf(cut(written, size))).map(parseDeliveryLine)).toEqual(deliveries);
        },
      ),
      { numRuns: 100 },
    );
  });

  it('has the same bytes for the same delivery, whatever the order of its members', () => {
    const reversed = Object.fromEntries(Object.entries(aDelivery()).reverse());

    expect(deliveryLine(reversed as never)).toBe(deliveryLine(aDelivery()));
  });

  it.each([
    ['no JSON', '{'],
    ['no object', '7'],
    ['nothing', 'null'],
    ['of another version', deliveryLine(aDelivery()).replace('"v":1', '"v":2')],
    ['without an import key', deliveryLine(aDelivery()).replace('importKey', 'key')],
    ['of an outcome that does not exist', deliveryLine(aDelivery()).replace('"imported"', '"lost"')],
    ['with an entry that is no number', deliveryLine(aDelivery()).replace('"entry":0', '"entry":"0"')],
  ])('is refused when it is %s', (_case, text) => {
    expect(parseDeliveryLine(text)).toBeUndefined();
  });

  it('is refused when it never ends', async () => {
    await expect(linesOf(cut(Buffer.alloc(3_000_000, 'x'), 65_536))).rejects.toThrow(RangeError);
  });
});

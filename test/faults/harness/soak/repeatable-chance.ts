import crypto from 'node:crypto';
import { SeededRandom } from '../../../../runtime/local/telemessage-simulator/synthetic/seeded-random';

/** While this work is under way every number, id and key that is drawn by chance is one of the seed. One work at a time. */
export async function withRepeatableChance<T>(seed: number, work: () => Promise<T>): Promise<T> {
  const drawn = new SeededRandom(seed, 'chance');
  const { randomUUID, randomBytes } = crypto;
  const { random } = Math;
  Object.assign(crypto, {
    randomUUID: () => uuidOf(drawn.bytes(16)),
    randomBytes: (size: number) => drawn.bytes(size),
  });
  Math.random = () => 0.5;
  try {
    return await work();
  } finally {
    Object.assign(crypto, { randomUUID, randomBytes });
    Math.random = random;
  }
}

function uuidOf(bytes: Buffer): string {
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20)}`;
}

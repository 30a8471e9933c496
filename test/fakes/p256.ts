import { createECDH, randomBytes } from 'node:crypto';

/**
 * ECDSA on P-256 over a digest that was made elsewhere, which is what a vault does and what `node:crypto` cannot do: it always hashes itself.
 * For tests only: not constant in time.
 */
const P = 0xffffffff00000001000000000000000000000000ffffffffffffffffffffffffn;
const N = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

const modulo = (value: bigint, by: bigint): bigint => ((value % by) + by) % by;

function inverse(value: bigint, by: bigint): bigint {
  let [a, b, x, y] = [modulo(value, by), by, 1n, 0n];
  while (a > 1n) {
    const quotient = a / b;
    [a, b] = [b, a % b];
    [x, y] = [y, x - quotient * y];
  }
  return modulo(x, by);
}

const toBigInt = (bytes: Buffer): bigint => BigInt(`0x${bytes.toString('hex')}`);
const toBytes = (value: bigint): Buffer => Buffer.from(value.toString(16).padStart(64, '0'), 'hex');

/** r and s, 32 bytes each. */
export function signDigest(digest: Buffer, privateKey: Buffer): Buffer {
  for (;;) {
    const k = modulo(toBigInt(randomBytes(32)), N);
    if (k === 0n) continue;
    // The public key that belongs to k is the point k times G; its x is what r comes from.
    const point = createECDH('prime256v1');
    point.setPrivateKey(toBytes(k));
    const r = modulo(modulo(toBigInt(point.getPublicKey().subarray(1, 33)), P), N);
    const s = modulo(inverse(k, N) * (toBigInt(digest) + r * toBigInt(privateKey)), N);
    if (r !== 0n && s !== 0n) return Buffer.concat([toBytes(r), toBytes(s)]);
  }
}

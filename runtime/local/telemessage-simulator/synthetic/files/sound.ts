import type { SeededRandom } from '../seeded-random';

const SAMPLE_RATE = 8_000;
const HEADER_BYTES = 44;

/** A valid mono 8 bit WAV of 8,000 samples a second: soft square tones that change every quarter second, like a voice heard through a wall. */
export function toneWav(random: SeededRandom, seconds: number): Buffer {
  const samples = Math.round(seconds * SAMPLE_RATE);
  const buffer = Buffer.allocUnsafe(HEADER_BYTES + samples);
  writeHeader(buffer, samples);
  for (let at = 0; at < samples; ) {
    const half = random.between(9, 40);
    const loudness = random.between(4, 40);
    const end = Math.min(samples, at + SAMPLE_RATE / 4);
    for (let high = true; at < end; high = !high) {
      const stop = Math.min(end, at + half);
      buffer.fill(high ? 128 + loudness : 128 - loudness, HEADER_BYTES + at, HEADER_BYTES + stop);
      at = stop;
    }
  }
  return buffer;
}

function writeHeader(buffer: Buffer, samples: number): void {
  buffer.write('RIFF', 0, 'latin1');
  buffer.writeUInt32LE(HEADER_BYTES - 8 + samples, 4);
  buffer.write('WAVEfmt ', 8, 'latin1');
  buffer.writeUInt32LE(16, 16);
  buffer.writeUInt16LE(1, 20); // PCM
  buffer.writeUInt16LE(1, 22); // mono
  buffer.writeUInt32LE(SAMPLE_RATE, 24);
  buffer.writeUInt32LE(SAMPLE_RATE, 28);
  buffer.writeUInt16LE(1, 32);
  buffer.writeUInt16LE(8, 34);
  buffer.write('data', 36, 'latin1');
  buffer.writeUInt32LE(samples, 40);
}

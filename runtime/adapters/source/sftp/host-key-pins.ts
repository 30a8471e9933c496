import { createHash } from 'node:crypto';
import { SourceRefusedError } from '../../../ports/source-errors';

/** `SHA256:` and 43 characters of base64 without padding, as `ssh-keygen -lf` prints it. */
const FINGERPRINT = /^SHA256:[A-Za-z0-9+/]{43}$/;

/** The fingerprints that a server may have; at least one, because a key that is trusted on first use is no protection. */
export function requirePins(fingerprints: readonly string[]): ReadonlySet<string> {
  const pins = fingerprints.map((text) => text.trim().replace(/=+$/, '')).filter((text) => text !== '');
  if (pins.length === 0) {
    throw new SourceRefusedError('No host key of the SFTP server is pinned; set SOURCE_HOST_KEYS to its SHA256:... fingerprints');
  }
  const wrong = pins.find((pin) => !FINGERPRINT.test(pin));
  if (wrong !== undefined) {
    throw new SourceRefusedError(
      `SOURCE_HOST_KEYS holds '${wrong}'; a fingerprint is SHA256: and 43 characters, as ssh-keygen -lf prints it`,
    );
  }
  return new Set(pins);
}

/** Fingerprint of a host key in its wire form. */
export function hostKeyFingerprint(key: Buffer): string {
  return `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`;
}

const KIBIBYTE = 1024;
const MEBIBYTE = 1024 * KIBIBYTE;
const GIBIBYTE = 1024 * MEBIBYTE;

/** What a package may cost us at most. Every limit names the attack it stops; a package over one of them is rejected, never half trusted. */
export interface PackageLimits {
  /** Bomb by count: a directory of millions of entries fills memory and time. The largest known day has 200,000 items. */
  readonly maxEntries: number;
  /** Bomb by directory: long names, comments and extra fields make a huge directory of few entries. */
  readonly maxDirectoryBytes: number;
  /** Names of kilobytes: they end in lists, rows and reports. */
  readonly maxNameBytes: number;
  /** Bomb by one entry. Exchange takes at most 150 MB in one item, which is about 206 MB as base64. */
  readonly maxItemBytes: number;
  /** Bomb by total: many entries of an allowed size each. */
  readonly maxTotalBytes: number;
  /** A manifest that never ends. 500,000 names of 100 bytes are 50 MB. */
  readonly maxManifestBytes: number;
  /** Bomb by ratio: deflate reaches 1,032:1 on zeros; mail reaches 10:1. */
  readonly maxRatio: number;
  /** Up to this size an entry may have any ratio: a short item with a blank picture is no bomb. */
  readonly ratioFreeBytes: number;
}

export const DEFAULT_PACKAGE_LIMITS: PackageLimits = Object.freeze({
  maxEntries: 500_000,
  maxDirectoryBytes: 192 * MEBIBYTE,
  maxNameBytes: KIBIBYTE,
  maxItemBytes: 256 * MEBIBYTE,
  maxTotalBytes: 32 * GIBIBYTE,
  maxManifestBytes: 64 * MEBIBYTE,
  maxRatio: 200,
  ratioFreeBytes: 16 * MEBIBYTE,
});

/**
 * The limits with some of them replaced.
 *
 * Throws `RangeError` for anything but a positive whole number: 0, NaN, Infinity or a negative number would switch a limit off.
 */
export function packageLimits(overrides: Partial<PackageLimits> = {}): PackageLimits {
  const limits = { ...DEFAULT_PACKAGE_LIMITS, ...overrides };
  for (const [name, value] of Object.entries(limits)) {
    if (!Number.isSafeInteger(value) || value <= 0) throw new RangeError(`${name} must be a positive whole number, got ${String(value)}`);
  }
  return limits;
}

/** Whether an entry of these sizes inflates more than mail ever does. */
export function isBombRatio(bytes: number, compressedBytes: number, limits: PackageLimits): boolean {
  return bytes > limits.ratioFreeBytes && bytes > compressedBytes * limits.maxRatio;
}

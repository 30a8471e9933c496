import type { Problem } from '../domain/failure/problem';

/** A package as the source lists it. */
export interface ListedPackage {
  /** File name at the source, as it is (may be hostile); with folders separated by `/` where the source has them. */
  readonly name: string;
  readonly bytes: number;
  /** What tells one content from another without reading it: modified time, ETag or arrival id; undefined when the source has none. */
  readonly stamp: string | undefined;
  /** When it arrived at the source's side; undefined = first seen counts. */
  readonly arrivedAt: Date | undefined;
  /** When it was last changed; undefined = unknown. A file changed in the last minutes may still be written. */
  readonly modifiedAt: Date | undefined;
}

export interface Listing {
  /** Oldest arrival first (those without one before them), then by name; each package once, also when pages of the source overlap. */
  readonly packages: readonly ListedPackage[];
  /** Files that are neither a ZIP nor an EML, and other things a person may want to know. */
  readonly problems: readonly Problem[];
}

export interface SourceWindow {
  /** Inclusive; undefined = everything listable. */
  readonly from: Date | undefined;
  /** Exclusive. */
  readonly to: Date;
}

/**
 * Where packages come from. Throws `SourceUnavailableError` (`retry`: no answer, no valid listing, broken off),
 * `SourceRefusedError` (`stop-run`: credential or host key) and `PackageGoneError` (`retry`: listed but not there any more).
 */
export interface Source {
  readonly kind: 'telemessage' | 'sftp' | 'landing' | 'directory';
  /** Stable name of this source for ids and blob paths: kind and where, without credential. */
  readonly id: string;
  /** Whether the listing honours the window; otherwise everything is listed and the caller knows what it has seen. */
  readonly hasWindows: boolean;
  /** Whether a file may still be growing when it is listed. */
  readonly settlesFiles: boolean;
  /** Complete or an error: a listing that lost entries, or is none, never looks like a shorter or empty day. */
  list(window: SourceWindow, signal: AbortSignal): Promise<Listing>;
  /**
   * The bytes of a package from `offset` on, in chunks of at most 1 MiB, read only as fast as they are taken.
   * Fails when the content is known to be another one than `listed`, or ends before `listed.bytes`.
   */
  open(listed: ListedPackage, offset: number, signal: AbortSignal): AsyncIterable<Buffer>;
  /** Tells the source that a package is durable here; a no-op where the source has no such thing. Only called after read-back. */
  acknowledge(listed: ListedPackage, signal: AbortSignal): Promise<void>;
  /** Signs in and lists, without reading a package: for `doctor` and the page's button "Test". */
  check(signal: AbortSignal): Promise<void>;
}

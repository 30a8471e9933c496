import { type BlobMetadata, MAX_BLOCK_BYTES } from '../../ports/blob-container';

const MAX_NAME_CHARACTERS = 1_000;

/** A block list holds at most this many blocks, so that a blob of 4 MiB blocks holds 195 GiB. */
export const MAX_BLOCKS = 50_000;

/** What a URL or the service would change on the way: empty segments, segments that end with a dot, backslashes, control characters. */
const CHANGED_ON_THE_WAY = /(^|\/)(\/|$)|\.(\/|$)|[\\\u0000-\u001f\u007f-\u009f]/;

const METADATA_NAME = /^[a-z][a-z0-9]{0,127}$/;
const METADATA_VALUE = /^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/;

/** Refuses a name that would arrive as another one; a `RangeError` is a mistake of the caller. */
export function checkBlobName(container: string, name: string): void {
  if (name.length === 0 || name.length > MAX_NAME_CHARACTERS || CHANGED_ON_THE_WAY.test(name) || !name.isWellFormed()) {
    throw new RangeError(
      `A blob name for container ${container} is empty, longer than ${MAX_NAME_CHARACTERS} characters, or has empty segments, segments that end with a dot, backslashes or control characters`,
    );
  }
}

export function checkBlobMetadata(container: string, metadata: BlobMetadata): void {
  for (const [name, value] of Object.entries(metadata)) {
    if (METADATA_NAME.test(name) && METADATA_VALUE.test(value)) continue;
    throw new RangeError(
      `Metadata "${name}" of a blob in container ${container} needs a name of lower-case letters and digits and a value of printable ASCII without outer spaces`,
    );
  }
}

export function checkBlock(container: string, index: number, content: Buffer): void {
  if (!Number.isInteger(index) || index < 0 || index >= MAX_BLOCKS) {
    throw new RangeError(`Block ${index} of a blob in container ${container} is outside 0 to ${MAX_BLOCKS - 1}`);
  }
  if (content.length === 0 || content.length > MAX_BLOCK_BYTES) {
    throw new RangeError(`A block for container ${container} has ${content.length} bytes; 1 to ${MAX_BLOCK_BYTES} are allowed`);
  }
}

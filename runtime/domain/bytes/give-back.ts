/**
 * Gives the memory of bytes back at once; nobody may look at them again, they are empty. V8 counts what waits to be collected outside of its heap
 * and goes through the whole heap for it: with pictures that was more than half of a worker's CPU time.
 *
 * Does nothing when the bytes are a part of their memory: others may have views into it.
 */
export function giveBack({ buffer, byteLength }: Buffer): void {
  if (buffer instanceof ArrayBuffer && buffer.byteLength === byteLength) buffer.transfer(0);
}

/** The same for a part of memory that has no other user, as whoever made it knows. */
export function giveBackWhole({ buffer }: Buffer): void {
  if (buffer instanceof ArrayBuffer) buffer.transfer(0);
}

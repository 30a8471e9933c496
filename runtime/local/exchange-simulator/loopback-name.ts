/** A foreign name that resolves to loopback would let a web page read the mailboxes. */
export function isLoopbackName(host: string | undefined): boolean {
  return /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/.test(host ?? '');
}

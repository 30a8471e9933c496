const MAX_ADDRESS_LENGTH = 254;
const MAX_LOCAL_PART_LENGTH = 64;
const MAX_LABEL_LENGTH = 63;
/** Dot-atom of RFC 5322 in ASCII. Quoted local parts are left out on purpose: readers disagree on them, so nothing is routed by one. */
const LOCAL_PART = /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/i;
const LABEL = /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/i;
const DIGITS_ONLY = /^[0-9]+$/;
const NOT_ASCII = /[^\x00-\x7f]/;

/** One plain ASCII address of two or more domain labels: what Exchange takes as a recipient and what a mailbox in Microsoft 365 can have. */
export function isSmtpAddress(text: string): boolean {
  const at = text.lastIndexOf('@');
  if (at < 1 || at > MAX_LOCAL_PART_LENGTH || text.length > MAX_ADDRESS_LENGTH) return false;
  return LOCAL_PART.test(text.slice(0, at)) && isDomain(text.slice(at + 1));
}

/**
 * The form in which addresses are compared: ASCII letters in lower case, everything else as it is. `toLowerCase` alone would turn the
 * Kelvin sign into a `k`, so that a look-alike would name somebody's mailbox.
 */
export function comparableAddress(address: string): string {
  return NOT_ASCII.test(address) ? address.replace(/[A-Z]+/g, (letters) => letters.toLowerCase()) : address.toLowerCase();
}

/** What stands after the last `@`; '' when there is none. */
export function domainOf(address: string): string {
  const at = address.lastIndexOf('@');
  return at === -1 ? '' : address.slice(at + 1);
}

function isDomain(text: string): boolean {
  const labels = text.split('.');
  const last = labels[labels.length - 1] ?? '';
  return labels.length > 1 && !DIGITS_ONLY.test(last) && labels.every((label) => label.length <= MAX_LABEL_LENGTH && LABEL.test(label));
}

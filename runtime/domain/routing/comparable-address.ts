import { readSmtpAddress } from '../item/address/smtp-address';

const NOT_ASCII = /[^\x00-\x7f]/;

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

/** One plain address that every reader takes for the same: the only kind that is routed by, mapped to, or shown to Exchange. */
export function isSmtpAddress(text: string): boolean {
  return readSmtpAddress(text) === 'valid';
}

/** How an address in an item can be used. */
export type AddressReading =
  /** No address is shown. */
  | 'none'
  /** One valid SMTP address that every reader takes for the same. */
  | 'valid'
  /** Something with an `@` that readers may take for different addresses, or that no server would accept. */
  | 'doubtful';

const LONGEST_ADDRESS = 254;
const LONGEST_LOCAL_PART = 64;
/** Unquoted ASCII only (RFC 5321 dot-string), and a domain name of two labels or more: no quotes, comments, literals, IDN or trailing dot. */
const STRICT_ADDRESS =
  /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?$/;
/** `@` of other scripts: some readers fold them, some do not. */
const ANY_AT_SIGN = /[@\uff20\ufe6b]/;

/** Judges the raw text of an address as it stands in a field, trimmed. */
export function readSmtpAddress(raw: string): AddressReading {
  if (raw === '') return 'none';
  if (raw.length <= LONGEST_ADDRESS && STRICT_ADDRESS.test(raw) && raw.indexOf('@') <= LONGEST_LOCAL_PART && !raw.includes('=?'))
    return 'valid';
  // An encoded word may hide an address from one reader and show it to another (RFC 2047 5 forbids it there).
  return ANY_AT_SIGN.test(raw) || raw.includes('=?') ? 'doubtful' : 'none';
}

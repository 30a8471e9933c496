const HIDDEN_DIGITS = 2;
const MASK = '\u2022\u2022';
/** Shorter runs of digits are times, counts and codes. */
const DIGITS = /\+?(?<!\d)\d{7,15}(?!\d)(-TeleMessage)?/g;
/** Days and the vendor's package names begin like a number and are none. */
const DAY = /^(19|20)\d\d(0[1-9]|1[0-2])([0-2]\d|3[01])$/;

/** A phone number as readers see it: `447700900123` becomes `4477009001••`. Whoever may see full numbers gets them elsewhere. */
export function maskNumber(number: string): string {
  return number.length <= HIDDEN_DIGITS ? MASK : number.slice(0, -HIDDEN_DIGITS) + MASK;
}

/** Every number of 7 to 15 digits inside a text, masked for readers. */
export function maskNumbersIn(text: string): string {
  return text.replace(DIGITS, (digits, packageName: string | undefined) =>
    packageName !== undefined || DAY.test(digits) ? digits : maskNumber(digits),
  );
}

/** A phone number as a log may hold it: the last two digits only, in ASCII. */
export function logNumber(number: string): string {
  return `**${number.slice(-HIDDEN_DIGITS)}`;
}

/** An IPv4 range: the first address as a number, and the prefix length. */
export interface IpRange {
  readonly first: number;
  readonly prefix: number;
}

/** Reads `a.b.c.d` or `a.b.c.d/n`; undefined when it is neither, or when bits are set behind the prefix. */
export function readIpRange(text: string): IpRange | undefined {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})(?:\/(\d{1,2}))?$/.exec(text);
  if (match === null) return undefined;
  const octets = match.slice(1, 5).map(Number);
  const prefix = match[5] === undefined ? 32 : Number(match[5]);
  if (octets.some((octet) => octet > 255) || prefix > 32) return undefined;
  const first = octets.reduce((sum, octet) => sum * 256 + octet, 0);
  return first % 2 ** (32 - prefix) === 0 ? { first, prefix } : undefined;
}

export function formatIpRange(range: IpRange): string {
  const octets = [24, 16, 8, 0].map((shift) => Math.floor(range.first / 2 ** shift) % 256);
  return range.prefix === 32 ? octets.join('.') : `${octets.join('.')}/${range.prefix}`;
}

/** RFC 1918, loopback and link-local: ranges that a firewall rule of Azure Storage refuses. */
const PRIVATE_RANGES: readonly IpRange[] = [
  '10.0.0.0/8',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '0.0.0.0/8',
].flatMap((text) => readIpRange(text) ?? []);

export function isPublic(range: IpRange): boolean {
  return !PRIVATE_RANGES.some((other) => overlaps(range, other));
}

function overlaps(a: IpRange, b: IpRange): boolean {
  const size = 2 ** (32 - Math.min(a.prefix, b.prefix));
  return Math.floor(a.first / size) === Math.floor(b.first / size);
}

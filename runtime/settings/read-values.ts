/** The environment as a process has it. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Reads values one by one and collects what is wrong with them, so that one start lists every problem. */
export class SettingsReader {
  readonly problems: string[] = [];

  constructor(private readonly env: Environment) {}

  /** '' when it is not set. */
  text(key: string): string {
    return this.env[key]?.trim() ?? '';
  }

  required(key: string, what: string): string {
    const value = this.text(key);
    if (value === '') this.problems.push(`${key} is not set: ${what}`);
    return value;
  }

  list(key: string): readonly string[] {
    return this.text(key)
      .split(',')
      .map((part) => part.trim())
      .filter((part) => part !== '');
  }

  listOr(key: string, fallback: readonly string[]): readonly string[] {
    return this.env[key] === undefined ? fallback : this.list(key);
  }

  flag(key: string, fallback: boolean): boolean {
    const value = this.text(key).toLowerCase();
    if (value === '') return fallback;
    if (value !== 'true' && value !== 'false') this.problems.push(`${key} must be true or false, got '${value}'`);
    return value === 'true';
  }

  /** A whole number of at least `least` and at most `most`. */
  whole(key: string, fallback: number, least: number, most: number): number {
    const value = this.text(key);
    if (value === '') return fallback;
    const number = /^\d{1,12}$/.test(value) ? Number(value) : Number.NaN;
    if (!(number >= least && number <= most)) this.problems.push(`${key} must be a whole number from ${least} to ${most}, got '${value}'`);
    return number;
  }

  time(key: string): Date | undefined {
    const value = this.text(key);
    if (value === '') return undefined;
    const time = /^\d{4}-\d{2}-\d{2}(T[\d:.]+Z)?$/.test(value) ? new Date(value) : new Date(Number.NaN);
    if (!Number.isNaN(time.getTime())) return time;
    this.problems.push(`${key} must be a date such as 2026-11-01 or 2026-11-01T06:30:00Z, got '${value}'`);
    return undefined;
  }

  /** `fallback`: what an empty text means; without one a value is needed. */
  oneOf<T extends string>(key: string, allowed: readonly T[], fallback?: T): T | undefined {
    const value = this.text(key) || fallback || '';
    const found = allowed.find((each) => each === value);
    if (found === undefined) this.problems.push(`${key} must be one of ${allowed.join(', ')}, got '${value}'`);
    return found;
  }

  /** `https` anywhere; `http` only where the caller allows it for loopback. */
  url(key: string, what: string): string {
    const value = this.required(key, what);
    if (value === '') return value;
    if (!URL.canParse(value)) this.problems.push(`${key} must be a URL, got '${value}'`);
    return value;
  }
}

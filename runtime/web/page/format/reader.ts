import { fileSize } from '../../../domain/evidence/figures';
import type { Person } from '../../../pipeline/admin/person';
import { type Shown, shownTo } from '../../mask';
import { mayAct, seesNumbers } from '../../sign-in';
import { isTwelveHourLocale, type TimeFormat } from './format-time';

/** For whom a page is made: what they may see and do, and how figures and times are written for them. */
export interface Reader {
  readonly person: Person;
  readonly locale: string;
  readonly now: Date;
  /** Times stay in UTC because the reader asked for it. */
  readonly isUtc: boolean;
  readonly mayAct: boolean;
  readonly seesNumbers: boolean;
  readonly shown: Shown;
  readonly time: TimeFormat;
  /** `1,244` */
  count(value: number): string;
  /** `1 item`, `1,244 items` */
  counted(value: number, one: string, many?: string): string;
  /** `24.1 MB` */
  size(bytes: number): string;
  /** An address of this page, with what the reader has asked for (UTC). */
  to(address: string): string;
}

export interface ReaderFacts {
  readonly person: Person;
  /** Value of Accept-Language. */
  readonly languages: string;
  readonly now: Date;
  readonly isUtc: boolean;
}

const DEFAULT_LOCALE = 'en-GB';

export function createReader({ person, languages, now, isUtc }: ReaderFacts): Reader {
  const locale = localeOf(languages);
  const numbers = new Intl.NumberFormat(locale);
  const decimal = numbers.format(1.5).charAt(1);
  const count = (value: number): string => numbers.format(value);
  return {
    person,
    locale,
    now,
    isUtc,
    mayAct: mayAct(person),
    seesNumbers: seesNumbers(person),
    shown: shownTo(person),
    time: { zone: 'UTC', isTwelveHours: isTwelveHourLocale(locale), now },
    count,
    counted: (value, one, many = `${one}s`) => `${count(value)} ${value === 1 ? one : many}`,
    size: (bytes) => fileSize(bytes).replace('.', decimal),
    to: (address) => (isUtc ? withQuery(address, 'zone=utc') : address),
  };
}

function withQuery(address: string, query: string): string {
  const [path = '', part] = address.split('#');
  return `${path}${path.includes('?') ? '&' : '?'}${query}${part === undefined ? '' : `#${part}`}`;
}

/** The first language that the reader asks for and that this machine knows; page texts are English in any case. Digits are Latin. */
function localeOf(languages: string): string {
  for (const part of languages.split(',')) {
    const tag = part.split(';')[0]?.trim() ?? '';
    if (!/^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$/.test(tag)) continue;
    const [locale] = Intl.NumberFormat.supportedLocalesOf(`${tag}-u-nu-latn`);
    if (locale !== undefined) return locale;
  }
  return DEFAULT_LOCALE;
}

interface TimePart {
  readonly from: number;
  readonly to: number;
  /** Names in the order of their numbers, the first one for `from`. */
  readonly names?: readonly string[];
}

const SECOND: TimePart = { from: 0, to: 59 };
const MINUTE: TimePart = { from: 0, to: 59 };
const HOUR: TimePart = { from: 0, to: 23 };
const DAY: TimePart = { from: 1, to: 31 };
const MONTH: TimePart = { from: 1, to: 12, names: ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'] };
const WEEKDAY: TimePart = { from: 0, to: 6, names: ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'] };

/** The most days a month has, January first. */
const DAYS_OF_MONTH = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;

/**
 * Whether the host of the functions takes a text as the schedule of a timer: six fields (second, minute, hour, day, month, weekday),
 * the second a single one, and at least one moment that it names. The host finds out only when it starts, and then no run ever opens.
 */
export function isTimerSchedule(schedule: string): boolean {
  const fields = schedule.split(' ');
  const parts = [SECOND, MINUTE, HOUR, DAY, MONTH, WEEKDAY];
  if (fields.length !== parts.length || !/^\d{1,2}$/.test(fields[0] ?? '')) return false;
  const values = parts.map((part, index) => valuesOf(fields[index] ?? '', part));
  if (values.some((chosen) => chosen === undefined)) return false;
  const earliestDay = Math.min(...(values[3] ?? []));
  return (values[4] ?? []).some((month) => earliestDay <= (DAYS_OF_MONTH[month - 1] ?? 0));
}

/** The values a field such as `1-5,10` or an asterisk with a step names; undefined when it cannot be read. */
function valuesOf(field: string, part: TimePart): readonly number[] | undefined {
  const chosen = field.split(',').map((piece) => valuesOfPiece(piece, part));
  return chosen.every((values) => values !== undefined) ? chosen.flat() : undefined;
}

function valuesOfPiece(piece: string, part: TimePart): readonly number[] | undefined {
  const [, first, last, step] = /^(\*|\w+)(?:-(\w+))?(?:\/(\d{1,2}))?$/.exec(piece) ?? [];
  if (first === undefined || (first === '*' && last !== undefined)) return undefined;
  const from = first === '*' ? part.from : numberOf(first, part);
  const to = last === undefined ? endOf(first, step, from, part) : numberOf(last, part);
  const stride = step === undefined ? 1 : Number(step);
  if (from === undefined || to === undefined || from > to || stride === 0) return undefined;
  return Array.from({ length: Math.floor((to - from) / stride) + 1 }, (_value, index) => from + index * stride);
}

/** `*` and `5/10` go on to the end, `5` is itself. */
function endOf(first: string, step: string | undefined, from: number | undefined, part: TimePart): number | undefined {
  return first === '*' || step !== undefined ? part.to : from;
}

function numberOf(text: string, { from, to, names = [] }: TimePart): number | undefined {
  const named = names.indexOf(text.toUpperCase());
  if (named >= 0) return from + named;
  const value = /^\d{1,2}$/.test(text) ? Number(text) : Number.NaN;
  return value >= from && value <= to ? value : undefined;
}

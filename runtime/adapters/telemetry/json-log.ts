import type { Log, LogFields } from '../../ports/log';
import { LOG_FIELDS, scrubbedValue } from './log-fields';

export type LogLevel = 'info' | 'warn' | 'error';

/** Where lines go: `context.log` of the Functions host, or standard error. */
export type LogSink = (level: LogLevel, line: string) => void;

const MAX_TEXT_LENGTH = 200;
/** Texts are static and ours; whatever else somebody puts there loses its numbers, addresses and line ends. */
const UNSAFE_TEXT = /[^\x20-\x7e]|\d{7,}|\S+@\S+/g;

/** One JSON object a line: time, level, text, fields. Never content; see `log-fields.ts`. */
export class JsonLog implements Log {
  constructor(
    private readonly sink: LogSink,
    private readonly now: () => Date = () => new Date(),
  ) {}

  info(text: string, fields?: LogFields): void {
    this.write('info', text, fields);
  }

  warn(text: string, fields?: LogFields): void {
    this.write('warn', text, fields);
  }

  error(text: string, fields?: LogFields): void {
    this.write('error', text, fields);
  }

  private write(level: LogLevel, text: string, fields: LogFields = {}): void {
    const line = {
      time: this.now().toISOString(),
      level,
      text: text.slice(0, MAX_TEXT_LENGTH).replace(UNSAFE_TEXT, '?'),
      ...shownFields(fields),
    };
    this.sink(level, JSON.stringify(line));
  }
}

/** The fields that are listed; how many were not is shown, so that a forgotten name is seen. */
function shownFields(fields: LogFields): Readonly<Record<string, string | number | boolean>> {
  const shown: Record<string, string | number | boolean> = {};
  let dropped = 0;
  for (const [name, value] of Object.entries(fields)) {
    const kind = LOG_FIELDS.get(name);
    if (kind === undefined) dropped += 1;
    else if (value !== undefined) shown[name] = scrubbedValue(kind, value);
  }
  return dropped === 0 ? shown : { ...shown, droppedFields: dropped };
}

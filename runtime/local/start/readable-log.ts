/** A log line of the connector (one JSON object) as a line for a terminal; anything else as it is. */
export function readableLog(line: string): string {
  const entry = parse(line);
  if (entry === undefined) return line;
  const { text, level, time: _time, ...fields } = entry;
  const told = Object.entries(fields).map(([name, value]) => `${name} ${typeof value === 'string' ? value : JSON.stringify(value)}`);
  return `${level === 'warn' ? 'warning' : String(level)}: ${String(text)}${told.length === 0 ? '' : ` (${told.join(', ')})`}`;
}

function parse(line: string): Readonly<Record<string, unknown>> | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    const entry = JSON.parse(line) as Readonly<Record<string, unknown>>;
    return typeof entry['text'] === 'string' ? entry : undefined;
  } catch {
    return undefined;
  }
}

export type Delimiter = ',' | ';' | '\t';

/** In the order of trust when they fit equally well: a tab or semicolon in a cell is rarer than a comma (`4,45204E+11`). */
const DELIMITERS: readonly Delimiter[] = ['\t', ';', ','];
const SAMPLE_LENGTH = 65_536;
const SAMPLE_LINES = 20;
const QUOTED = /"[^"]*"/g;
/** Excel's own hint in the first line. */
const HINT = /^sep=([,;\t])(?:\n|$)/i;

/** The delimiter that Excel's hint names, and how much of the text the hint takes; undefined without one. */
export function delimiterHint(text: string): { readonly delimiter: Delimiter; readonly length: number } | undefined {
  const hint = HINT.exec(text);
  return hint === null ? undefined : { delimiter: hint[1] as Delimiter, length: hint[0].length };
}

/** The delimiter that stands in every one of the first lines, and most often; comma when there is none. */
export function detectDelimiter(text: string): Delimiter {
  const lines = text
    .slice(0, SAMPLE_LENGTH)
    .replace(QUOTED, 'q')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .slice(0, SAMPLE_LINES);
  const fewest = (delimiter: Delimiter) => Math.min(...lines.map((line) => line.split(delimiter).length - 1));
  const inFirst = (delimiter: Delimiter) => (lines[0]?.split(delimiter).length ?? 1) - 1;
  return mostOf(fewest) ?? mostOf(inFirst) ?? ',';
}

function mostOf(count: (delimiter: Delimiter) => number): Delimiter | undefined {
  const most = Math.max(...DELIMITERS.map(count));
  return most > 0 && Number.isFinite(most) ? DELIMITERS.find((delimiter) => count(delimiter) === most) : undefined;
}

/** Line icons of 16 x 16, drawn for this page. */
const PATHS = {
  archive: ['M2 6.5V14h12V6.5M1.5 3h13v3.5h-13zM6.3 9.3h3.4'],
  find: ['circle 7 7 4.25', 'm10.2 10.2 3.3 3.3'],
  pause: ['M5.5 3v10m5-10v10'],
  resume: ['M5 3.2v9.6L13 8Z'],
  overview: ['M1.75 8.5H5l1.6-4.3 3 8 1.5-3.7h3.15'],
  runs: ['M2 4h12M2 8h12M2 12h7'],
  held: ['M2 9.5 4 3h8l2 6.5V13H2Zm0 0h3.4c.2 1.4 1.1 2.1 2.6 2.1s2.4-.7 2.6-2.1H14'],
  mapping: ['M2 5h8.5M8 2.5 10.5 5 8 7.5M14 11H5.5M8 8.5 5.5 11 8 13.5'],
  mailboxes: ['M2 3.75h12v8.5H2zm0 .5 6 4.5 6-4.5'],
  setup: ['m2 4.4 1.2 1.2 2.2-2.5M8 4.5h6M2 10.9l1.2 1.2 2.2-2.5M8 11h6'],
  audit: ['M8 1.75 13.25 4v4c0 3-2.1 5.1-5.25 6.25C4.85 13.1 2.75 11 2.75 8V4Z', 'm5.8 7.9 1.6 1.6 2.8-3.1'],
  good: ['circle 8 8 6.25', 'm5.2 8.2 2 2 3.6-4.2'],
  warning: ['M8 2 14.4 13.4H1.6Z', 'M8 6.4v3.3m0 1.8v.1'],
  bad: ['M5.4 1.75h5.2l3.65 3.65v5.2l-3.65 3.65H5.4L1.75 10.6V5.4Z', 'm6 6 4 4m0-4-4 4'],
  live: ['M14.25 8A6.25 6.25 0 1 1 8 1.75', 'M8 5v3l2 1.4'],
  clock: ['circle 8 8 6.25', 'M8 4.6V8l2.3 1.5'],
  question: ['circle 8 8 6.25', 'M6.3 6.3a1.8 1.8 0 1 1 2.6 1.7c-.6.3-.9.7-.9 1.3m0 1.9v.1'],
  none: ['circle 8 8 6.25', 'M5.3 8h5.4'],
  empty: ['circle 8 8 6.25'],
  step: ['circle 8 8 6.25', 'circle 8 8 2.5'],
  plus: ['M8 3.5v9M3.5 8h9'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type IconName = keyof typeof PATHS;

/** Decoration beside a word: never the only carrier of a meaning. */
export function Icon({ name }: { readonly name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 16 16" aria-hidden="true">
      {PATHS[name].map((path) => {
        const [kind, x, y, radius] = path.split(' ');
        return kind === 'circle' ? <circle key={path} cx={x} cy={y} r={radius} /> : <path key={path} d={path} />;
      })}
    </svg>
  );
}

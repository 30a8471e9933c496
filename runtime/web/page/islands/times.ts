import { formatTime, TIME_STYLES, type TimeStyle } from '../format/format-time';

const isStyle = (text: string | undefined): text is TimeStyle => (TIME_STYLES as readonly (string | undefined)[]).includes(text);

/** Writes every time of `root` in the reader's zone, at the width at which the server wrote it in UTC. */
export function rewriteTimes(root: ParentNode): void {
  const { zone, hours, now = '' } = document.documentElement.dataset;
  if (zone === 'utc') return;
  const format = { zone: localZone(), isTwelveHours: hours === '12', now: new Date(now) };
  for (const element of root.querySelectorAll<HTMLTimeElement>('time[data-style]')) {
    const style = element.dataset['style'];
    if (isStyle(style)) element.textContent = formatTime(new Date(element.dateTime), style, format);
  }
}

const localZone = (): string => new Intl.DateTimeFormat().resolvedOptions().timeZone;

/** `Europe/London (GMT)`: whoever reads a time must know which. */
export function nameZone(): void {
  if (document.documentElement.dataset['zone'] === 'utc') return;
  const zone = localZone();
  const short = new Intl.DateTimeFormat('en-GB', { timeZone: zone, timeZoneName: 'short' })
    .formatToParts(new Date())
    .find(({ type }) => type === 'timeZoneName')?.value;
  for (const element of document.querySelectorAll('[data-zone-name]'))
    element.textContent = short === undefined || short === zone ? zone : `${zone} (${short})`;
}

import { LocalKey } from './local-keys';

/** How far local mode has put the clock of this process back, in milliseconds; read each time, because the past days of the demo move it. */
export function clockShiftInMs(): number {
  const shift = Number(process.env[LocalKey.ClockShift] ?? '');
  return Math.max(0, shift);
}

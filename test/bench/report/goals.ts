import type { Goal } from './record';

/** A figure that must not be below its goal. */
export function atLeast(what: string, goal: number, measured: number, unit = '', digits = 0): Goal {
  return {
    what,
    goal: `>= ${goal.toLocaleString('en')}${unit}`,
    measured: `${shown(measured, digits)}${unit}`,
    isMet: measured >= goal,
  };
}

/** A figure that must not be above its goal. */
export function atMost(what: string, goal: number, measured: number, unit = '', digits = 0): Goal {
  return {
    what,
    goal: `<= ${goal.toLocaleString('en')}${unit}`,
    measured: `${shown(measured, digits)}${unit}`,
    isMet: measured <= goal,
  };
}

export const exactly = (what: string, goal: number, measured: number, unit = '', digits = 0): Goal => ({
  what,
  goal: `${goal.toFixed(digits)}${unit}`,
  measured: `${shown(measured, digits)}${unit}`,
  isMet: Number(measured.toFixed(digits)) === goal,
});

function shown(value: number, digits: number): string {
  return value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

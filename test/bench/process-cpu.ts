import { readFileSync } from 'node:fs';

/** `sysconf(_SC_CLK_TCK)` of every Linux that Node runs on. */
const TICKS_A_SECOND = 100;

export interface ChildUsage {
  /** CPU time of all threads, milliseconds. */
  readonly cpuMs: number;
  /** Most memory that was resident, MiB. */
  readonly maxRssMib: number;
}

/** What a process has taken so far, from `/proc`; undefined where there is none. */
export function usageOf(pid: number): ChildUsage | undefined {
  try {
    // The name in parentheses may hold spaces; fields 14 and 15 (utime, stime) are counted after it.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
    const ticks = Number(fields[11]) + Number(fields[12]);
    const highWater = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return { cpuMs: (ticks / TICKS_A_SECOND) * 1_000, maxRssMib: Number(highWater ?? 0) / 1_024 };
  } catch {
    return undefined;
  }
}

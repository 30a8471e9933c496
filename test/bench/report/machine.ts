import { cpus, loadavg, totalmem } from 'node:os';
import type { Machine } from './record';

export const loadNow = (): number => loadavg()[0] ?? 0;

export function machineOf(loadBefore: number): Machine {
  const processors = cpus();
  return {
    processor: processors[0]?.model ?? 'unknown',
    cores: processors.length,
    memoryGib: Math.round(totalmem() / 2 ** 30),
    node: process.versions.node,
    load: [loadBefore, loadNow()],
  };
}

/** Somebody else is at work on it: times are only indicative. */
export const isBusy = ({ cores, load: [before] }: Machine): boolean => before > cores / 2;

import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { distFile } from '../stand-ins';

const run = promisify(execFile);
const MEMORY_MIB = 10_240;

/** Measures in a process of its own what needs no other process: the pipeline over in-memory stores, on a virtual clock. */
export async function inProcess<T>(what: 'growth' | 'busy', argument: string): Promise<T> {
  const { stdout } = await run(process.execPath, [`--max-old-space-size=${MEMORY_MIB}`, distFile('bench/in-process.js'), what, argument], {
    maxBuffer: 16 * 1024 * 1024,
  });
  return JSON.parse(stdout) as T;
}

import { InflateRaw } from 'node:zlib';
import type { VirtualClock } from '../../fakes/virtual-clock';

type Transform = (this: object, chunk: Buffer, encoding: string, callback: (error?: Error | null) => void) => void;

/** Zlib is one for all test files of a process, this module is not: each file starts from zlib as it was. */
const ORIGINAL = Symbol.for('signal-archive: zlib as it was');

const clocks = new Set<WeakRef<VirtualClock>>();
let isPatched = false;

/** Streams of zlib work on threads: virtual time must not go on before their answer is there. */
export function holdForInflate(clock: VirtualClock): void {
  clocks.add(new WeakRef(clock));
  if (isPatched) return;
  isPatched = true;
  const prototype = prototypeWith(InflateRaw.prototype, '_transform') as { _transform: Transform; [ORIGINAL]?: Transform };
  prototype[ORIGINAL] ??= prototype._transform;
  const transform = prototype[ORIGINAL];
  prototype._transform = function (chunk, encoding, callback) {
    const answered = Promise.withResolvers<void>();
    for (const reference of clocks) void reference.deref()?.hold(answered.promise);
    (this as InflateRaw).once('close', () => answered.resolve());
    transform.call(this, chunk, encoding, (error) => {
      // What the answer sets going begins in the next turns.
      setImmediate(() => setImmediate(answered.resolve));
      callback(error);
    });
  };
}

function prototypeWith(start: object, name: string): object {
  let prototype = start;
  while (!Object.hasOwn(prototype, name)) prototype = Object.getPrototypeOf(prototype) as object;
  return prototype;
}

const SAME_WISH_IN_MS = 1_000;

/**
 * Aborts when the user ends the program, so that it ends in order; a second time ends it at once.
 *
 * One Ctrl-C may come more than once in the same moment: the terminal sends it to every process in front, and npm hands it on again.
 */
export function interruption(now: () => number = Date.now): AbortSignal {
  const interrupted = new AbortController();
  let firstAt: number | undefined;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => {
      if (firstAt !== undefined && now() - firstAt > SAME_WISH_IN_MS) process.exit(1);
      firstAt ??= now();
      interrupted.abort();
    });
  return interrupted.signal;
}

import type { LinkTarget } from '../../state-sentence';

/** Addresses of the views; `reader.to` adds what the reader has asked for. */
export const runAddress = (runId: string, part = ''): string => `/runs/${encodeURIComponent(runId)}${part === '' ? '' : `#${part}`}`;
export const heldAddress = (reason = ''): string => `/held${reason === '' ? '' : `#${reason}`}`;
export const setupAddress = (step = ''): string => `/setup${step === '' ? '' : `#${step}`}`;

export function addressOf(target: LinkTarget): string {
  switch (target.page) {
    case 'setup':
      return setupAddress(target.step);
    case 'held':
      return heldAddress(target.reason);
    case 'run':
      return runAddress(target.runId, target.part);
  }
}

/** Keeps the present query but for one value; an empty one is taken out. */
export function withValue(url: URL, name: string, value: string): string {
  const query = new URLSearchParams(url.searchParams);
  if (value === '') query.delete(name);
  else query.set(name, value);
  const text = query.toString();
  return text === '' ? url.pathname : `${url.pathname}?${text}`;
}

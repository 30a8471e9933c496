import { jsonOf, NoAnswerError, shownAnswer } from './http';
import { PublishError } from './publish-error';
import type { ResourceManager } from './resource-manager';
import { type Attempt, MINUTE_IN_MS, SECOND_IN_MS, tryUntil, type Waiting } from './waiting';

const API_VERSION = '2024-04-01';
/** Triggers are registered up to some minutes after the deployment ended. */
const REGISTRATION = { forMs: 10 * MINUTE_IN_MS, everyMs: 10 * SECOND_IN_MS };

/**
 * Waits until the resource manager lists exactly the expected functions: the proof that the host has loaded this release. The app's own
 * `/admin` is no help, it lies behind the sign-in.
 */
export async function waitForFunctions(
  siteId: string,
  expected: readonly string[],
  manager: ResourceManager,
  waiting: Waiting,
): Promise<void> {
  const result = await tryUntil(waiting, REGISTRATION, () => compareFunctions(siteId, expected, manager));
  if ('again' in result) {
    throw new PublishError(
      `The release is deployed, but its functions are not the expected ones: ${result.again}. Look at the app's log stream: a function that cannot load is not listed.`,
    );
  }
}

async function compareFunctions(siteId: string, expected: readonly string[], manager: ResourceManager): Promise<Attempt<undefined>> {
  let answer: Awaited<ReturnType<ResourceManager['call']>>;
  try {
    answer = await manager.call({ method: 'GET', path: `${siteId}/functions`, apiVersion: API_VERSION });
  } catch (error) {
    if (error instanceof NoAnswerError) return { again: error.message };
    throw error;
  }
  const listed = namesIn(jsonOf(answer));
  if (answer.status !== 200 || listed === undefined) return { again: shownAnswer(answer) };
  const missing = expected.filter((name) => !listed.includes(name));
  const unexpected = listed.filter((name) => !expected.includes(name));
  if (missing.length === 0 && unexpected.length === 0) return { done: undefined };
  const parts = [
    missing.length > 0 ? `missing ${missing.join(', ')}` : '',
    unexpected.length > 0 ? `unexpected ${unexpected.join(', ')}` : '',
  ];
  return { again: parts.filter((part) => part !== '').join('; ') };
}

/** Names come as `<site>/<function>`. */
function namesIn(body: unknown): string[] | undefined {
  const value = (body as { value?: unknown } | undefined)?.value;
  if (!Array.isArray(value)) return undefined;
  return value.map((entry: { name?: unknown }) => String(entry.name).split('/').at(-1) ?? '');
}

import { type HttpAnswer, jsonOf, NoAnswerError, type SendHttp, shownAnswer } from './http';
import { PublishError } from './publish-error';
import { type Attempt, MINUTE_IN_MS, SECOND_IN_MS, tryUntil, type Waiting } from './waiting';

export interface DeployPorts {
  readonly send: SendHttp;
  readonly waiting: Waiting;
  /** A token that opens the deployment site. */
  getToken(): Promise<string>;
  say(line: string): void;
}

/** Roles, names and network rules of a site that has just been made take this long to be everywhere. */
const PROPAGATION = { forMs: 15 * MINUTE_IN_MS, everyMs: 15 * SECOND_IN_MS };
/** One deployment, from the upload to its end. */
const DEPLOYMENT = { forMs: 10 * MINUTE_IN_MS, everyMs: 5 * SECOND_IN_MS };
const UPLOAD_TIMEOUT_IN_MS = 4 * MINUTE_IN_MS;

/** The site is not there yet for us, busy with another deployment, or restarting. */
const PASSING = new Set([401, 403, 404, 409, 429, 500, 502, 503, 504]);

/** Kudu's states of a deployment. */
const FAILED = 3;
const SUCCEEDED = 4;
const CANCELLED = 5;
const IN_PART = 6;

/** Said while the app's identity has no right on its storage yet, or its network rule is not everywhere. */
const STORAGE_NOT_THERE_YET =
  /InaccessibleStorageException|BlobUploadFailedException|storage[^.]{0,60}(not accessible|inaccessible)|not authorized to perform this operation/i;

/**
 * Deploys a zip by OneDeploy and waits for its end.
 *
 * For up to 15 minutes it tries again: while the site refuses or does not answer, and while a deployment fails because the storage is not
 * accessible, which is how missing roles show. Every other failure ends it at once with `PublishError`.
 */
export async function deployZip(zip: Buffer, scmUrl: string, ports: DeployPorts): Promise<void> {
  const result = await tryUntil(ports.waiting, PROPAGATION, async () => {
    const attempt = await deployOnce(zip, scmUrl, ports);
    if ('again' in attempt) ports.say(`Not yet: ${attempt.again}`);
    return attempt;
  });
  if ('again' in result)
    throw new PublishError(
      `The release could not be deployed to ${scmUrl} within 15 minutes: ${result.again}. See docs/deploy.md, "The deployment is refused".`,
    );
}

async function deployOnce(zip: Buffer, scmUrl: string, ports: DeployPorts): Promise<Attempt<undefined>> {
  const answer = await sendOrSay(ports, {
    method: 'POST',
    url: `${scmUrl}/api/publish?type=zip&isAsync=true&async=true&RemoteBuild=false&Deployer=signal-archive`,
    headers: { 'Content-Type': 'application/zip', 'If-Match': '*' },
    body: zip,
    timeoutInMs: UPLOAD_TIMEOUT_IN_MS,
  });
  if (typeof answer === 'string') return { again: answer };
  if (STORAGE_NOT_THERE_YET.test(answer.text) || PASSING.has(answer.status)) return { again: shownAnswer(answer) };
  if (answer.status === 200) return judge(answer, ports) ?? { done: undefined };
  if (answer.status !== 202) throw new PublishError(`The deployment site refused the zip: ${shownAnswer(answer)}`);
  return await waitForEnd(statusUrl(answer, scmUrl), ports);
}

/** Where the deployment reports: what the site says, if it stays on the site. */
function statusUrl(answer: HttpAnswer, scmUrl: string): string {
  const location = answer.header('location');
  const latest = `${scmUrl}/api/deployments/latest`;
  if (location === undefined) return latest;
  const url = new URL(location, scmUrl);
  return url.origin === new URL(scmUrl).origin ? url.href : latest;
}

async function waitForEnd(url: string, ports: DeployPorts): Promise<Attempt<undefined>> {
  const result = await tryUntil<Attempt<undefined>>(ports.waiting, DEPLOYMENT, async () => {
    const answer = await sendOrSay(ports, { method: 'GET', url });
    if (typeof answer === 'string') return { again: answer };
    if (PASSING.has(answer.status)) return { again: shownAnswer(answer) };
    const judged = judge(answer, ports);
    return judged === undefined ? { again: 'the deployment is still under way' } : { done: judged };
  });
  if ('done' in result) return result.done;
  throw new PublishError(`The deployment did not end within 10 minutes: ${result.again}`);
}

/** What a deployment came to; undefined while it is under way or when the answer says nothing of it. */
function judge(answer: HttpAnswer, ports: DeployPorts): Attempt<undefined> | undefined {
  const deployment = jsonOf(answer) as { status?: unknown; status_text?: unknown; message?: unknown } | undefined;
  switch (deployment?.status) {
    case SUCCEEDED:
      return { done: undefined };
    case FAILED:
    case CANCELLED:
    case IN_PART: {
      const said = [deployment.status_text, deployment.message].filter((text) => typeof text === 'string' && text !== '').join(' ');
      if (deployment.status === CANCELLED || STORAGE_NOT_THERE_YET.test(answer.text))
        return { again: said || 'the deployment was cancelled' };
      ports.say(answer.text);
      throw new PublishError(`The deployment failed: ${said || shownAnswer(answer)}`);
    }
    default:
      return undefined;
  }
}

/** The answer, or why there is none. */
async function sendOrSay(ports: DeployPorts, request: Parameters<SendHttp>[0]): Promise<HttpAnswer | string> {
  const headers = { ...request.headers, Authorization: `Bearer ${await ports.getToken()}` };
  try {
    return await ports.send({ ...request, headers });
  } catch (error) {
    if (error instanceof NoAnswerError) return error.message;
    throw error;
  }
}

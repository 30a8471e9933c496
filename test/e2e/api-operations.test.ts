import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ApiAnswer, type ApiCall, type ApiRequest, apiAt, type Caller, jsonOf } from './support/api-client';
import { CANARY, FULL_NUMBERS, writeApiDay } from './support/api-day';
import { answerMisfits, bodyMisfits, DESCRIBED, type DescribedOperation } from './support/api-description';
import { type ApiExample, EXAMPLES, type Known } from './support/api-examples';
import { type LocalMode, startLocalMode } from './support/local-mode';

jest.setTimeout(60_000);

const ROLES: readonly Caller[] = ['Reader', 'Auditor', 'Admin'];
const folder = mkdtempSync(join(tmpdir(), 'signal-archive-api-'));
const known: Known = new Map();
const seen: { readonly request: ApiRequest; readonly answer: ApiAnswer }[] = [];
let local: LocalMode;
let call: ApiCall;

beforeAll(async () => {
  const { source, mapping } = writeApiDay(folder);
  known.set('mapping.csv', readFileSync(mapping, 'utf8'));
  local = await startLocalMode(['--source', source, '--mapping', mapping, '--data', join(folder, 'data')]);
  call = apiAt(local.origin, (request, answer) => seen.push({ request, answer }));
}, 180_000);

afterAll(async () => {
  await local?.stop();
  rmSync(folder, { recursive: true, force: true });
}, 60_000);

function operationOf({ operationId }: ApiExample): DescribedOperation {
  const found = DESCRIBED.find((each) => each.operationId === operationId);
  if (found === undefined) throw new Error(`${operationId} is not described`);
  return found;
}

function requestOf(example: ApiExample, { method, path }: DescribedOperation, as: Caller): ApiRequest {
  const { path: parameter, query, body, type, ifMatch } = example;
  const address = path.replace(/\{\w+\}/, () => parameter?.(known) ?? '');
  return {
    method,
    path: query === undefined ? address : `${address}?${query(known)}`,
    as,
    ...(body === undefined ? {} : { body: body(known) }),
    ...(type === undefined ? {} : { type }),
    ...(ifMatch === undefined ? {} : { headers: { 'if-match': known.get(ifMatch) ?? '' } }),
  };
}

const mayAsk = (role: Caller, { role: needed }: DescribedOperation): boolean => ROLES.indexOf(role) >= ROLES.indexOf(needed);

it('has an example of every operation', () => {
  const shown = new Set(EXAMPLES.map(({ operationId }) => operationId));

  expect(DESCRIBED.map(({ operationId }) => operationId).filter((id) => !shown.has(id))).toEqual([]);
});

describe.each(EXAMPLES.map((example, index) => [`${index + 1} ${example.operationId}`, example] as const))('%s', (_name, example) => {
  const operation = operationOf(example);
  const callers: readonly Caller[] = ['nobody', ...ROLES];
  // What changes something is asked for once by somebody who may.
  const allowed = operation.method === 'GET' ? ROLES.filter((role) => mayAsk(role, operation)) : ROLES.slice(-1);

  it.each(callers.filter((caller) => caller === 'nobody' || !mayAsk(caller, operation)))('refuses %s', async (caller) => {
    const answer = await call(requestOf(example, operation, caller));

    expect(answer.status).toBe(caller === 'nobody' ? 401 : 403);
    expect(jsonOf(answer)).toMatchObject({ code: caller === 'nobody' ? 'not-signed-in' : 'role-missing' });
    expect(answerMisfits(operation, answer)).toEqual([]);
  });

  it.each(allowed)('answers %s as it is described', async (caller) => {
    const request = requestOf(example, operation, caller);
    const isJson = request.body !== undefined && request.type === undefined;

    const answer = await call(request);

    expect({ status: answer.status, text: answer.status === example.status ? '' : answer.text }).toEqual({
      status: example.status,
      text: '',
    });
    expect(isJson ? bodyMisfits(operation, request.body) : []).toEqual([]);
    expect(answerMisfits(operation, answer)).toEqual([]);
    if (caller === 'Admin') example.keep?.(known, jsonOf(answer), answer.headers.get('etag') ?? '');
  });

  if (operation.method === 'GET')
    it('answers HEAD with the same status and no body', async () => {
      const answer = await call({ ...requestOf(example, operation, 'Admin'), method: 'HEAD' });

      expect(answer).toMatchObject({ status: example.status, text: '' });
    });

  if (example.body !== undefined && example.type === undefined)
    it('refuses a member that nobody described', async () => {
      const request = requestOf(example, operation, 'Admin');

      const answer = await call({ ...request, body: { ...(request.body as object), surprise: true } });

      expect(answer.status).toBe(400);
      expect(jsonOf(answer)).toMatchObject({ code: 'invalid-body' });
      expect(answerMisfits(operation, answer)).toEqual([]);
    });
});

describe('every answer', () => {
  const answersFor = (caller: Caller): readonly string[] =>
    seen.filter(({ request }) => request.as === caller).map(({ answer }) => answer.text);

  it('carries the rules for the browser, sets no cookie, and is kept by nobody', () => {
    const wrong = seen.filter(
      ({ answer: { headers } }) =>
        !(headers.get('content-security-policy') ?? '').includes("default-src 'none'") ||
        headers.get('x-content-type-options') !== 'nosniff' ||
        headers.get('cache-control') !== 'no-store' ||
        headers.has('set-cookie'),
    );

    expect(seen.length).toBeGreaterThan(EXAMPLES.length);
    expect(wrong.map(({ request }) => `${request.method} ${request.path}`)).toEqual([]);
  });

  it('holds no text of a message', async () => {
    const page = await call({ method: 'GET', path: '/' });
    const all = [...seen.map(({ answer }) => answer.text), page.text, local.text()];

    expect(all.filter((text) => text.toLowerCase().includes(CANARY))).toEqual([]);
  });

  it('shows a Reader no number in full, and an Auditor and an Admin all of it', () => {
    const shownTo = (caller: Caller): readonly string[] =>
      FULL_NUMBERS.filter((number) => answersFor(caller).some((text) => text.includes(number)));
    const echoed = '447700900101';

    expect(shownTo('Reader').filter((number) => number !== echoed)).toEqual([]);
    expect(shownTo('Auditor')).toContain('447700900151');
    expect(shownTo('Admin')).toContain('447700900151');
  });
});

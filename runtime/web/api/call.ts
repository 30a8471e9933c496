import * as v from 'valibot';
import type { AdminPorts } from '../../pipeline/admin/admin-ports';
import type { Person, Role } from '../../pipeline/admin/person';
import type { HttpMethod, WebRequest, WebResponse } from '../http';
import { ApiProblem } from './problem';

/** A request of somebody who may make it. */
export interface ApiCall {
  readonly request: WebRequest;
  readonly params: Readonly<Record<string, string>>;
  readonly person: Person;
  readonly ports: AdminPorts;
  /** docs/openapi.yaml. */
  readonly description: string;
}

/** One operation of docs/openapi.yaml. */
export interface Operation {
  readonly method: HttpMethod;
  /** `/api/runs/{runId}`. */
  readonly path: string;
  readonly role: Role;
  readonly handle: (call: ApiCall) => Promise<WebResponse>;
}

const READER: Role = 'DataConnector.Reader';
const AUDITOR: Role = 'DataConnector.Auditor';
const ADMIN: Role = 'DataConnector.Admin';

type Handle = Operation['handle'];

export const sees = (path: string, handle: Handle): Operation => ({ method: 'GET', path, role: READER, handle });
export const takesOut = (method: 'GET' | 'POST', path: string, handle: Handle): Operation => ({ method, path, role: AUDITOR, handle });
export const acts = (path: string, handle: Handle): Operation => ({ method: 'POST', path, role: ADMIN, handle });

const MAX_JSON_BYTES = 1024 * 1024;
const MAX_FILE_BYTES = 32 * 1024 * 1024;

/** The JSON body, checked. An empty body counts as `{}`: an act without reason needs none. */
export async function jsonBody<S extends v.GenericSchema>(call: ApiCall, schema: S): Promise<v.InferOutput<S>> {
  const type = call.request.headers.get('content-type') ?? '';
  const body = await call.request.body();
  if (body.length > 0 && !/^application\/json\b/i.test(type))
    throw new ApiProblem(
      415,
      'wrong-content-type',
      'Wrong content type',
      `The body must be application/json, got "${type.slice(0, 100)}".`,
    );
  if (body.length > MAX_JSON_BYTES) throw tooLarge(MAX_JSON_BYTES);
  const result = v.safeParse(schema, parsed(body));
  if (result.success) return result.output;
  const problems = result.issues.map((issue) => ({ path: v.getDotPath(issue) ?? '', message: issue.message }));
  const [first] = problems;
  throw new ApiProblem(400, 'invalid-body', 'The body is not valid', `${first?.path || 'The body'}: ${first?.message ?? 'not valid'}`, {
    problems,
  });
}

function parsed(body: Buffer): unknown {
  if (body.length === 0) return {};
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    throw new ApiProblem(400, 'invalid-json', 'The body is not valid', 'The body is no JSON.');
  }
}

/** A file as it was sent. */
export async function fileBody(call: ApiCall): Promise<Buffer> {
  const type = call.request.headers.get('content-type') ?? '';
  if (!/^(text\/csv|text\/plain|application\/octet-stream)\b/i.test(type))
    throw new ApiProblem(415, 'wrong-content-type', 'Wrong content type', `The body must be text/csv, got "${type.slice(0, 100)}".`);
  const body = await call.request.body();
  if (body.length > MAX_FILE_BYTES) throw tooLarge(MAX_FILE_BYTES);
  return body;
}

const tooLarge = (most: number): ApiProblem => new ApiProblem(413, 'too-large', 'Too large', `The body may have ${most} bytes.`);

/** A value of the query; undefined when it is absent or empty. */
export function queryText(call: ApiCall, name: string): string | undefined {
  const value = call.request.url.searchParams.get(name)?.trim();
  return value === undefined || value === '' ? undefined : value.slice(0, 1_000);
}

export function queryChoice<T extends string>(call: ApiCall, name: string, allowed: readonly T[]): T | undefined {
  const value = queryText(call, name);
  if (value === undefined) return undefined;
  const found = allowed.find((each) => each === value);
  if (found === undefined) throw badQuery(name, `must be one of ${allowed.join(', ')}`);
  return found;
}

export function queryWhole(call: ApiCall, name: string, fallback: number, most: number): number {
  const value = queryText(call, name);
  if (value === undefined) return fallback;
  const number = /^\d{1,10}$/.test(value) ? Number(value) : Number.NaN;
  if (!(number >= 1 && number <= most)) throw badQuery(name, `must be a whole number from 1 to ${most}`);
  return number;
}

export function optionalWhole(call: ApiCall, name: string): number | undefined {
  return queryText(call, name) === undefined ? undefined : queryWhole(call, name, 1, 9_999_999_999);
}

/** A day (00:00 UTC) or a time in UTC. */
export function queryTime(call: ApiCall, name: string): Date | undefined {
  const value = queryText(call, name);
  if (value === undefined) return undefined;
  const time = readTime(value);
  if (time === undefined) throw badQuery(name, 'must be a day such as 2026-11-20 or a time such as 2026-11-20T06:30:00Z');
  return time;
}

export function requiredTime(call: ApiCall, name: string): Date {
  const time = queryTime(call, name);
  if (time === undefined) throw badQuery(name, 'is missing');
  return time;
}

export function readTime(text: string): Date | undefined {
  if (!/^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,3})?)?Z)?$/.test(text)) return undefined;
  const time = new Date(text);
  return Number.isNaN(time.getTime()) ? undefined : time;
}

const badQuery = (name: string, why: string): ApiProblem =>
  new ApiProblem(400, 'invalid-query', 'The query is not valid', `${name} ${why}.`);

/** The value of If-Match without quotes; undefined when the caller does not care. */
export function ifMatch(call: ApiCall): string | undefined {
  const value = call.request.headers.get('if-match');
  if (value === undefined || value === '*') return undefined;
  return Buffer.from(value.replace(/^W\/|"/g, ''), 'base64url').toString('latin1');
}

/** An ETag header for what storage calls its version. Storage's own form may hold quotes and colons; none is '' as well as a version. */
export const etagHeader = (etag: string): Readonly<Record<string, string>> => ({
  ETag: `"${Buffer.from(etag, 'latin1').toString('base64url')}"`,
});

export const REASON = v.optional(v.pipe(v.string(), v.trim(), v.maxLength(500, 'at most 500 characters')), '');
export const TIME = v.pipe(
  v.string(),
  v.check((text) => readTime(text) !== undefined, 'a day such as 2026-11-20 or a time such as 2026-11-20T06:30:00Z'),
  v.transform((text) => readTime(text) as Date),
);

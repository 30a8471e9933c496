import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv2020, { type ValidateFunction } from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import { parse } from 'yaml';
import type { ApiAnswer } from './api-client';

interface Content {
  readonly schema: object;
}

interface Answer {
  readonly content: Readonly<Record<string, Content>>;
  readonly headers?: Readonly<Record<string, unknown>>;
}

export interface DescribedOperation {
  readonly method: string;
  /** `/api/runs/{runId}`. */
  readonly path: string;
  readonly operationId: string;
  readonly role: 'Reader' | 'Auditor' | 'Admin';
  readonly requestBody?: { readonly required: boolean; readonly content: Readonly<Record<string, Content>> };
  readonly responses: Readonly<Record<string, Answer | { readonly $ref: string }>>;
}

interface Document {
  readonly paths: Readonly<
    Record<string, Readonly<Record<string, Omit<DescribedOperation, 'method' | 'path' | 'role'> & { security: [{ entra: [string] }] }>>>
  >;
  readonly components: { readonly responses: Readonly<Record<string, Answer>> };
}

const document = parse(readFileSync(join(__dirname, '..', '..', '..', 'docs', 'openapi.yaml'), 'utf8')) as Document;
const ajv = new Ajv2020({ strict: false, allErrors: true });
addFormats(ajv);
ajv.addSchema(document, 'api');
const compiled = new Map<object, ValidateFunction>();

export const DESCRIBED: readonly DescribedOperation[] = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, { security, ...operation }]) => ({
    ...operation,
    method: method.toUpperCase(),
    path,
    role: security[0].entra[0].replace('DataConnector.', '') as DescribedOperation['role'],
  })),
);

/** What of a value is not as its schema says; empty when all of it is. */
function misfits(schema: object, value: unknown): readonly string[] {
  const validate = compiled.get(schema) ?? ajv.compile(withRootedReferences(schema) as object);
  compiled.set(schema, validate);
  return validate(value)
    ? []
    : (validate.errors ?? []).map((error) => `${error.instancePath} ${error.message} ${JSON.stringify(error.params)}`);
}

/** A schema that is taken out of the document still refers to it. */
function withRootedReferences(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withRootedReferences);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [name, name === '$ref' ? `api${String(each)}` : withRootedReferences(each)]),
  );
}

/** Where an answer differs from its description: a status, a type, a member or a header that nobody described. */
export function answerMisfits(operation: DescribedOperation, { status, headers, text }: ApiAnswer): readonly string[] {
  const named = operation.responses[String(status)];
  if (named === undefined) return [`status ${status} is not described: ${text.slice(0, 300)}`];
  const described = '$ref' in named ? document.components.responses[named.$ref.split('/').at(-1) ?? ''] : named;
  const type = (headers.get('content-type') ?? '').split(';')[0] ?? '';
  const content = described?.content[type];
  if (content === undefined) return [`type "${type}" of status ${status} is not described`];
  const missing = Object.keys(described?.headers ?? {}).filter((name) => !headers.has(name));
  const found = /[/+]json$/.test(type) ? misfits(content.schema, JSON.parse(text)) : [];
  return [...missing.map((name) => `header ${name} is missing`), ...found];
}

export function bodyMisfits(operation: DescribedOperation, body: unknown): readonly string[] {
  const schema = operation.requestBody?.content['application/json']?.schema;
  return schema === undefined ? ['no JSON body is described'] : misfits(schema, body);
}

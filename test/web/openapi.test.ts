import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { AUDIT_ACTS } from '../../runtime/domain/evidence/audit-event';
import { HELD_REASON_ORDER } from '../../runtime/domain/evidence/held-reasons';
import { ROLES } from '../../runtime/pipeline/admin/person';
import { OPERATIONS } from '../../runtime/web/api/operations';

interface Described {
  readonly security: readonly { readonly entra: readonly string[] }[];
  readonly operationId: string;
}

interface Schema {
  readonly type?: string | readonly string[];
  readonly enum?: readonly string[];
  readonly properties?: object;
  readonly additionalProperties?: unknown;
}

interface Description {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Described>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

const description = parse(readFileSync(join(__dirname, '..', '..', 'docs', 'openapi.yaml'), 'utf8')) as Description;
const described = Object.entries(description.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, { security }]) => `${method.toUpperCase()} ${path}: ${security[0]?.entra.join()}`),
);

/** Every schema below a value, by where it stands. */
function schemasBelow(value: unknown, place: string): readonly (readonly [place: string, schema: Schema])[] {
  if (typeof value !== 'object' || value === null) return [];
  const below = Object.entries(value).flatMap(([name, each]) => schemasBelow(each, `${place}/${name}`));
  return 'properties' in value || ('type' in value && value.type === 'object') ? [[place, value as Schema], ...below] : below;
}

describe('the description of the API', () => {
  it('has every operation with the role that it needs, and no other', () => {
    const inCode = OPERATIONS.map(({ method, path, role }) => `${method} ${path}: ${role}`);

    expect(described.toSorted()).toEqual(inCode.toSorted());
  });

  it('names each operation once', () => {
    const names = Object.values(description.paths).flatMap((methods) => Object.values(methods).map(({ operationId }) => operationId));

    expect(names).toEqual([...new Set(names)]);
  });

  it('says of every object whether it may have more members', () => {
    const open = schemasBelow(description.components.schemas, '')
      .filter(([place]) => !place.endsWith('/properties'))
      .filter(([, { additionalProperties }]) => additionalProperties === undefined)
      .map(([place]) => place);

    expect(open).toEqual(['/Problem/properties/problems/items']);
  });

  it.each([
    ['Role', ROLES],
    ['AuditAct', AUDIT_ACTS],
    ['HeldReason', HELD_REASON_ORDER],
  ])('knows every %s', (name, values) => {
    expect(description.components.schemas[name]?.enum?.toSorted()).toEqual(values.toSorted());
  });
});

import { badRequest, notSimulated } from './graph-failure';

/** The query of a request, decoded; every option at most once. */
export type Query = ReadonlyMap<string, string>;

/** A condition on one extended property. Values compare without case, ids with it (Graph: singlevaluelegacyextendedproperty-get). */
export interface PropertyCondition {
  readonly kind: 'extended-property';
  readonly id: string;
  readonly operator: 'eq' | 'ne' | 'contains' | 'startswith';
  readonly value: string;
}

export interface FieldCondition {
  readonly kind: 'field';
  readonly name: string;
  readonly value: string;
}

export type Condition = PropertyCondition | FieldCondition;

const LITERAL = "'((?:[^']|'')*)'";
const PROPERTY_COMPARISON = new RegExp(
  `^singleValueExtendedProperties/any\\((\\w+):\\s*\\1/id eq ${LITERAL} and \\1/value (eq|ne) ${LITERAL}\\)$`,
);
const PROPERTY_FUNCTION = new RegExp(
  `^singleValueExtendedProperties/any\\((\\w+):\\s*\\1/id eq ${LITERAL} and (contains|startswith)\\(\\1/value,\\s*${LITERAL}\\)\\)$`,
);
const FIELD_COMPARISON = new RegExp(`^(displayName|internetMessageId) eq ${LITERAL}$`);
const EXPANSION = new RegExp(`^singleValueExtendedProperties\\(\\$filter=id eq ${LITERAL}\\)$`);
const EXPANSION_WITH_OR = /^singleValueExtendedProperties\(\$filter=.* or .*\)$/;

/** Options that stand twice or are not allowed here are refused. */
export function parseQuery(text: string, allowed: readonly string[]): Query {
  const query = new Map<string, string>();
  if (text === '') return query;
  for (const pair of text.split('&')) {
    const equals = pair.indexOf('=');
    if (equals < 0) throw badRequest(`The query option "${pair}" has no value`);
    const name = decode(pair.slice(0, equals));
    if (!allowed.includes(name)) throw badRequest(`The query option "${name}" is not allowed here; allowed: ${allowed.join(', ')}`);
    if (query.has(name)) throw badRequest(`The query option "${name}" stands twice`);
    query.set(name, decode(pair.slice(equals + 1)));
  }
  return query;
}

/** A plus sign is a space: what is not encoded is not found. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    throw badRequest('The query is not percent-encoded UTF-8');
  }
}

export function parseFilter(text: string): Condition {
  const property = PROPERTY_COMPARISON.exec(text) ?? PROPERTY_FUNCTION.exec(text);
  if (property !== null) {
    const [, , id, operator, value] = property;
    return { kind: 'extended-property', id: literal(id), operator: operator as PropertyCondition['operator'], value: literal(value) };
  }
  const field = FIELD_COMPARISON.exec(text);
  if (field !== null) return { kind: 'field', name: field[1] as string, value: literal(field[2]) };
  if (text.includes('singleValueExtendedProperties')) {
    throw badRequest('A filter on extended properties holds exactly one id and one value', 'ErrorInvalidUrlQueryFilter');
  }
  throw notSimulated(`the filter "${text}"`);
}

/** The one property id to expand; `or` expands nothing, as the service does, with status 200. */
export function parseExpand(text: string): string | undefined {
  const one = EXPANSION.exec(text);
  if (one !== null) return literal(one[1]);
  if (EXPANSION_WITH_OR.test(text)) return undefined;
  throw notSimulated(`the expansion "${text}"`);
}

export function parseSelect(text: string | undefined, known: ReadonlySet<string>): readonly string[] | undefined {
  if (text === undefined) return undefined;
  const names = text.split(',').map((name) => name.trim());
  const unknown = names.find((name) => !known.has(name));
  if (unknown !== undefined) throw badRequest(`Could not find a property named '${unknown}'`);
  return names;
}

export function parseCount(text: string | undefined, fallback: number, max: number): number {
  if (text === undefined) return fallback;
  const count = Number(text);
  if (!/^\d+$/.test(text) || count < 1 || count > max) throw badRequest(`"${text}" is not a number between 1 and ${max}`);
  return count;
}

export function matches(condition: PropertyCondition, value: string | undefined): boolean {
  const left = (value ?? '').toLowerCase();
  const right = condition.value.toLowerCase();
  switch (condition.operator) {
    case 'eq':
      return value !== undefined && left === right;
    case 'ne':
      return value !== undefined && left !== right;
    case 'contains':
      return value !== undefined && left.includes(right);
    case 'startswith':
      return value !== undefined && left.startsWith(right);
  }
}

const literal = (text: string | undefined): string => (text ?? '').replaceAll("''", "'");

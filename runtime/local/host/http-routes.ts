import type { RegisteredFunction } from './function-app';

/** Segments of a route template: `api/runs/{runId}`, `{name?}`, `{*rest}`. */
interface Segment {
  readonly kind: 'literal' | 'parameter' | 'rest';
  readonly name: string;
  readonly isOptional: boolean;
}

export interface Route {
  readonly function: RegisteredFunction;
  readonly methods: ReadonlySet<string>;
  readonly segments: readonly Segment[];
}

export interface RouteMatch {
  readonly function: RegisteredFunction;
  readonly params: Readonly<Record<string, string>>;
}

/** Routes of the HTTP functions, the more exact ones first. */
export function buildRoutes(functions: readonly RegisteredFunction[], routePrefix: string): Route[] {
  const routes = functions.map((fn) => {
    const route = typeof fn.trigger['route'] === 'string' ? fn.trigger['route'] : fn.name;
    const methods = (fn.trigger['methods'] as readonly string[] | undefined) ?? ['GET', 'POST'];
    const template = [routePrefix, route].map((part) => part.replace(/^\/+|\/+$/g, '')).filter((part) => part !== '');
    return { function: fn, methods: new Set(methods.map((method) => method.toUpperCase())), segments: parseTemplate(template.join('/')) };
  });
  return routes.sort((left, right) => compareExactness(left.segments, right.segments));
}

function parseTemplate(template: string): Segment[] {
  if (template === '') return [];
  return template.split('/').map((part) => {
    const [, star, name = '', optional] = /^\{(\*{0,2})([^:?}]+)(?::[^?}]+)?(\??)\}$/.exec(part) ?? [];
    if (name === '') return { kind: 'literal', name: part.toLowerCase(), isOptional: false };
    return { kind: star === '' ? 'parameter' : 'rest', name, isOptional: optional === '?' || star !== '' };
  });
}

const RANK = { literal: 0, parameter: 1, rest: 2 } as const;

function compareExactness(left: readonly Segment[], right: readonly Segment[]): number {
  for (let index = 0; index < Math.max(left.length, right.length); index += 1) {
    const [one, other] = [left[index], right[index]];
    if (one === undefined || other === undefined) return one === undefined ? -1 : 1;
    if (RANK[one.kind] !== RANK[other.kind]) return RANK[one.kind] - RANK[other.kind];
  }
  return 0;
}

/** The function for a request; undefined when there is none for this path and method. `path`: as it is in the URL, still encoded. */
export function findRoute(routes: readonly Route[], method: string, path: string): RouteMatch | undefined {
  const parts = path.split('/').filter((part) => part !== '');
  for (const route of routes) {
    const params = route.methods.has(method) ? matchSegments(route.segments, parts) : undefined;
    if (params !== undefined) return { function: route.function, params };
  }
  return undefined;
}

function matchSegments(segments: readonly Segment[], parts: readonly string[]): Record<string, string> | undefined {
  const params: Record<string, string> = {};
  for (const [index, segment] of segments.entries()) {
    const part = parts[index];
    if (segment.kind === 'rest') {
      const rest = parts.slice(index).map(decode).join('/');
      return rest === '' ? params : { ...params, [segment.name]: rest };
    }
    if (part === undefined) {
      if (!segment.isOptional) return undefined;
      continue;
    }
    if (segment.kind === 'parameter') params[segment.name] = decode(part);
    else if (decode(part).toLowerCase() !== segment.name) return undefined;
  }
  return parts.length > segments.length ? undefined : params;
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

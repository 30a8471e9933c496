import { parseCount, parseQuery, parseSelect } from './odata-query';
import type { SimulatedAnswer, SimulatedRequest } from './simulated-request';
import { USER_PROPERTIES, userView } from './simulated-user';

const MAX_TOP = 999;
const DEFAULT_TOP = 100;

/** `GET /users`, paged. Users whose mailbox is `gone` are not in the directory any more. */
export function listUsers({ exchange, switches, query, origin }: SimulatedRequest): SimulatedAnswer {
  const options = parseQuery(query, ['$select', '$top', '$skiptoken']);
  const select = parseSelect(options.get('$select'), USER_PROPERTIES) ?? [...USER_PROPERTIES];
  const top = Math.min(parseCount(options.get('$top'), DEFAULT_TOP, MAX_TOP), switches.usersPageSize);
  const users = exchange.users.filter(({ mailbox }) => mailbox !== 'gone');
  const from = Number(options.get('$skiptoken') ?? 0);
  const page = users.slice(from, from + top);
  const next = from + top < users.length ? nextLink(origin, options, from + top) : undefined;
  return {
    status: 200,
    json: {
      '@odata.context': `${origin}/v1.0/$metadata#users`,
      '@odata.nextLink': next,
      value: page.map((user) => userView(user, select)),
    },
  };
}

function nextLink(origin: string, options: ReadonlyMap<string, string>, skipToken: number): string {
  const kept = ['$select', '$top'].flatMap((name) => {
    const value = options.get(name);
    return value === undefined ? [] : [`${name}=${encodeURIComponent(value)}`];
  });
  return `${origin}/v1.0/users?${[...kept, `$skiptoken=${skipToken}`].join('&')}`;
}

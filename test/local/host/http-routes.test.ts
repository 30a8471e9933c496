import type { RegisteredFunction } from '../../../runtime/local/host/function-app';
import { buildRoutes, findRoute } from '../../../runtime/local/host/http-routes';

const fn = (name: string, route: string | undefined, methods = ['GET']): RegisteredFunction => ({
  name,
  trigger: { type: 'httpTrigger', direction: 'in', route, methods },
  retry: undefined,
  invoke: async () => undefined,
});

const ROUTES = buildRoutes(
  [
    fn('anything', '{*path}'),
    fn('run', 'api/runs/{runId}'),
    fn('latest', 'api/runs/latest'),
    fn('cancel', 'api/runs/{runId}/cancel', ['POST']),
    fn('held', 'api/held/{page?}'),
    fn('number', 'api/numbers/{id:int}'),
    fn('page', ''),
    fn('named', undefined),
    fn('files', 'files/{*rest}'),
  ],
  '',
);

describe('routes of HTTP functions', () => {
  it.each([
    ['GET', '/', 'page', {}],
    ['GET', '/api/runs/latest', 'latest', {}],
    ['GET', '/API/Runs/LATEST', 'latest', {}],
    ['GET', '/api/runs/r%2F1', 'run', { runId: 'r/1' }],
    ['GET', '/api/runs/%zz', 'run', { runId: '%zz' }],
    ['POST', '/api/runs/7/cancel', 'cancel', { runId: '7' }],
    ['GET', '/api/runs/7/cancel', 'anything', { path: 'api/runs/7/cancel' }],
    ['GET', '/api/held', 'held', {}],
    ['GET', '/api/held/2/', 'held', { page: '2' }],
    ['GET', '/api/numbers/12', 'number', { id: '12' }],
    ['GET', '/named', 'named', {}],
    ['GET', '/files/a/b%20c', 'files', { rest: 'a/b c' }],
    ['GET', '/else', 'anything', { path: 'else' }],
  ])('%s %s goes to %s', (method, path, name, params) => {
    const match = findRoute(ROUTES, method, path);

    expect([match?.function.name, match?.params]).toEqual([name, params]);
  });

  it('answers nothing when no function takes the method', () => {
    expect(findRoute(ROUTES, 'DELETE', '/api/runs/7')).toBeUndefined();
    expect(findRoute(ROUTES, 'HEAD', '/')).toBeUndefined();
  });

  it('puts the prefix of host.json before every route', () => {
    const routes = buildRoutes([fn('status', 'status')], '/api/');

    expect(findRoute(routes, 'GET', '/api/status')?.function.name).toBe('status');
    expect(findRoute(routes, 'GET', '/status')).toBeUndefined();
  });
});

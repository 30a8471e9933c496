import { DEFAULT_SERVICE_PATHS, readServicePaths } from '../../../../runtime/adapters/source/telemessage/service-paths';

describe('SOURCE_PATHS', () => {
  it('are those of the contract when none are set', () => {
    expect(readServicePaths([])).toBe(DEFAULT_SERVICE_PATHS);
  });

  it('are sign-in, listing, download and acknowledgement, with or without a slash before them', () => {
    expect(readServicePaths(['/login', ' api/list ', 'api/get/{id}.zip', 'api/done/{id}'])).toEqual({
      signIn: 'login',
      listing: 'api/list',
      download: 'api/get/{id}.zip',
      acknowledge: 'api/done/{id}',
    });
  });

  it('may leave out the acknowledgement', () => {
    expect(readServicePaths(['login', 'list', 'get/{id}']).acknowledge).toBeUndefined();
  });

  it.each([
    ['too few', ['login', 'list'], 'needs three or four paths'],
    ['too many', ['a', 'b', '{id}', '{id}', 'c'], 'needs three or four paths'],
    ['a download without the id', ['login', 'list', 'get'], 'write it as {id}'],
    ['an acknowledgement without the id', ['login', 'list', 'get/{id}', 'done'], 'write it as {id}'],
    ['a way out', ['login', '../list', 'get/{id}'], 'no plain path'],
    ['another host', ['//elsewhere.example/login', 'list', 'https://elsewhere.example/{id}'], 'no plain path'],
    ['a query', ['login?x=1', 'list', 'get/{id}'], 'no plain path'],
    ['a line end', ['login\r\nHost: x', 'list', 'get/{id}'], 'no plain path'],
  ])('are refused: %s', (_case, paths, why) => {
    expect(() => readServicePaths(paths)).toThrow(why);
  });
});

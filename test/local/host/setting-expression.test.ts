import { resolveSettings } from '../../../runtime/local/host/setting-expression';

describe('setting expressions', () => {
  it.each([
    ['no expression', 'collect', 'collect'],
    ['the whole text', '%SCHEDULE%', '0 30 6 * * *'],
    ['a part of it', 'a-%STAGE%-b', 'a-dev-b'],
    ['several', '%STAGE%%STAGE%', 'devdev'],
    ['a single percent sign', '100%', '100%'],
  ])('resolves %s', (_case, text, expected) => {
    expect(resolveSettings(text, { SCHEDULE: '0 30 6 * * *', STAGE: 'dev' })).toBe(expected);
  });

  it.each([[{}], [{ SCHEDULE: '' }]])('says which setting is missing', (env) => {
    expect(() => resolveSettings('%SCHEDULE%', env)).toThrow('The application setting SCHEDULE is not set');
  });
});

import { belowRoot, graphRoot, isUploadUrl } from '../../../runtime/adapters/graph/graph-root';

const cloud = graphRoot('https://graph.microsoft.com/v1.0');
const local = graphRoot('http://127.0.0.1:9000/v1.0');

describe('the Graph endpoint', () => {
  it.each([
    ['https://graph.microsoft.com/v1.0', 'https://graph.microsoft.com', '/v1.0', false],
    ['https://graph.microsoft.us/v1.0/', 'https://graph.microsoft.us', '/v1.0', false],
    ['https://dod-graph.microsoft.us', 'https://dod-graph.microsoft.us', '/v1.0', false],
    ['https://microsoftgraph.chinacloudapi.cn/v1.0', 'https://microsoftgraph.chinacloudapi.cn', '/v1.0', false],
    ['http://127.0.0.1:9000/v1.0', 'http://127.0.0.1:9000', '/v1.0', true],
    ['http://localhost:9000/graph/v1.0', 'http://localhost:9000', '/graph/v1.0', true],
    ['http://[::1]:9000/v1.0', 'http://[::1]:9000', '/v1.0', true],
  ])('%s', (text, origin, path, isLoopback) => {
    expect(graphRoot(text)).toEqual({ origin, path, isLoopback });
  });

  it.each([
    'http://graph.microsoft.com/v1.0',
    'ftp://127.0.0.1/',
    'https://user@graph.microsoft.com/v1.0',
    'http://127.0.0.1.attacker.example/v1.0',
  ])('refuses %s', (text) => {
    expect(() => graphRoot(text)).toThrow();
  });
});

describe('a next link', () => {
  it.each([
    ['of our host', 'https://graph.microsoft.com/v1.0/users?$skiptoken=a', '/users?$skiptoken=a'],
    ['of another host is followed on ours', 'https://other.example/v1.0/users?$skiptoken=a', '/users?$skiptoken=a'],
    ['of another version', 'https://graph.microsoft.com/beta/users', undefined],
    ['that climbs out', 'https://graph.microsoft.com/v1.0/../other', undefined],
    ['that is none', 'next', undefined],
  ])('%s', (_case, link, expected) => {
    expect(belowRoot(link, cloud)).toBe(expected);
  });
});

describe('an upload URL', () => {
  it.each([
    ['https://outlook.office.com/api/v2.0/x?authtoken=1', true],
    ['https://outlook.office365.us/api/x', true],
    ['http://outlook.office.com/x', false],
    ['https://169.254.169.254/metadata', false],
    ['https://[::1]/x', false],
    ['https://localhost/x', false],
    ['https://2130706433/x', false],
    ['https://internal/x', false],
    ['https://user@outlook.office.com/x', false],
    ['file:///etc/passwd', false],
    ['', false],
  ])('%s of a cloud: %s', (url, expected) => {
    expect(isUploadUrl(url, cloud)).toBe(expected);
  });

  it.each([
    ['http://127.0.0.1:4000/sessions/1', true],
    ['http://attacker.example/sessions/1', false],
    ['https://outlook.office.com/x', false],
  ])('%s of a loopback Graph: %s', (url, expected) => {
    expect(isUploadUrl(url, local)).toBe(expected);
  });
});

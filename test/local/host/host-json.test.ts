import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readHostJson } from '../../../runtime/local/host/host-json';

describe('host.json', () => {
  let folder: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'host-json-'));
  });

  afterAll(() => rmSync(folder, { recursive: true }));

  const read = (content: object) => {
    const file = join(folder, 'host.json');
    writeFileSync(file, JSON.stringify(content));
    return readHostJson(file);
  };

  it('reads the file that is deployed', () => {
    expect(readHostJson('runtime/functions/host.json')).toEqual({
      queues: { batchSize: 16, newBatchThreshold: 8, maxDequeueCount: 5, retryDelaySeconds: 60 },
      routePrefix: '',
    });
  });

  it('has the defaults of the Functions host', () => {
    expect(read({ version: '2.0' })).toEqual({
      queues: { batchSize: 16, newBatchThreshold: 8, maxDequeueCount: 5, retryDelaySeconds: 0 },
      routePrefix: 'api',
    });
  });

  it('refuses what it would do in another way', () => {
    expect(() => read({ extensions: { queues: { messageEncoding: 'none' } } })).toThrow('base64');
    expect(() => read({ extensions: { queues: { visibilityTimeout: '60' } } })).toThrow('hh:mm:ss');
  });
});

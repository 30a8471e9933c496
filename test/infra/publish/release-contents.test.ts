import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { QUEUES } from '../../../infra/archive-stores';
import { EXPECTED_FUNCTIONS } from '../../../infra/publish/expected-functions';
import { packRelease } from '../../../infra/publish/release-package';
import { PROJECT_ROOT } from '../support/example-stack';
import { type RegisteredFunction, registeredFunctions } from '../support/registered-functions';
import { unpackZip } from '../support/unpack-zip';

const BUILT = path.join(PROJECT_ROOT, 'dist', 'release');

/** What `npm run build` left, packed and unpacked again: what the platform runs, with nothing of this checkout beside it. */
describe('the release zip of this checkout', () => {
  let folder: string;
  let functions: readonly RegisteredFunction[];

  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'signal-archive-unpacked-'));
    await unpackZip((await packRelease(BUILT)).zip, folder);
    functions = registeredFunctions(path.join(folder, 'index.js'));
  });

  const triggers = (type: string) =>
    functions.flatMap(({ name, bindings }) =>
      bindings.filter((binding) => binding['type'] === type).map((binding) => ({ ...binding, name })),
    );

  it('has the same bytes when it is packed again, and no file that nobody serves', async () => {
    expect((await packRelease(BUILT)).zip.equals((await packRelease(BUILT)).zip)).toBe(true);
    expect(
      readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map(({ name }) => name)
        .sort(),
    ).toEqual(['host.json', 'icon.svg', 'index.js', 'index.js.map', 'islands.js', 'openapi.yaml', 'package.json', 'page.css', 'terms.md']);
  });

  it('registers the functions that the publish client waits for, each once', () => {
    expect(functions.map(({ name }) => name).sort()).toEqual([...EXPECTED_FUNCTIONS].sort());
  });

  it('answers at the API and at the page, and at no other route', () => {
    expect(triggers('httpTrigger')).toEqual([
      expect.objectContaining({ name: 'api', route: 'api/{*path}', authLevel: 'anonymous' }),
      expect.objectContaining({ name: 'page', route: '{*path}', authLevel: 'anonymous' }),
    ]);
  });

  it('reads every queue that the storage has, and no other', () => {
    const queues = triggers('queueTrigger').map((trigger) => String((trigger as { queueName?: unknown }).queueName));
    expect(queues.sort()).toEqual([...QUEUES].sort());
  });

  it('opens runs by the schedule of the configuration, and settles every 5 minutes', () => {
    expect(triggers('timerTrigger')).toEqual([
      expect.objectContaining({ name: 'openRun', schedule: '%SCHEDULE%' }),
      expect.objectContaining({ name: 'settleTimer', schedule: '0 */5 * * * *' }),
    ]);
  });

  it('needs no module beside it but what the platform injects', () => {
    const { dependencies = {} } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as { dependencies?: object };
    expect(dependencies).toEqual({});
  });
});

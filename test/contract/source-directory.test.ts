import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { DirectorySource } from '../../runtime/adapters/source/directory/directory-source';
import { describeSourceContract } from './source-contract';

describeSourceContract('directory', async () => {
  const parent = await mkdtemp(join(tmpdir(), 'source-directory-'));
  const folder = join(parent, 'packages');
  await mkdir(folder);
  return {
    source: new DirectorySource(folder),
    put: async (name, content) => {
      await mkdir(dirname(join(folder, name)), { recursive: true });
      await writeFile(join(folder, name), content);
    },
    remove: (name) => rm(join(folder, name)),
    impostor: undefined,
    vanish: () => rm(folder, { recursive: true }),
    close: () => rm(parent, { recursive: true }),
  };
});

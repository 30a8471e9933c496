import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export const ROOT = join(__dirname, '..', '..');
const FOLDERS = ['docs', 'runtime', 'infra', 'test'];

/** Every Markdown page of the project, as paths below its root. */
export function markdownPages(): readonly string[] {
  const isPage = (name: string): boolean => name.endsWith('.md');
  const inFolders = FOLDERS.flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .filter(isPage)
      .map((name) => `${folder}/${name}`),
  );
  return [...readdirSync(ROOT).filter(isPage), ...inFolders].sort();
}

export const pageText = (page: string): string => readFileSync(join(ROOT, page), 'utf8');

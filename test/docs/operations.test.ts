import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '..', '..');
const LOGGED = /\blog\.(?:warn|error)\(\s*'([^']+)'/g;

function messagesInCode(): string[] {
  const files = readdirSync(join(ROOT, 'runtime'), { recursive: true, encoding: 'utf8' }).filter((name) => /\.tsx?$/.test(name));
  const texts = files.flatMap((name) =>
    [...readFileSync(join(ROOT, 'runtime', name), 'utf8').matchAll(LOGGED)].map((match) => match[1] ?? ''),
  );
  return [...new Set(texts)].sort();
}

describe("the operator's page", () => {
  const page = readFileSync(join(ROOT, 'docs', 'operations.md'), 'utf8');
  const documented = [...page.matchAll(/^\| ([A-Z][^|]*?) \| (?:warn|error) \|/gm)].map((match) => match[1] ?? '').sort();

  it('names every message at WARN or above', () => {
    expect(messagesInCode().filter((text) => !documented.includes(text))).toEqual([]);
  });

  it('names no message that the code does not have', () => {
    expect(documented.filter((text) => !messagesInCode().includes(text))).toEqual([]);
  });
});

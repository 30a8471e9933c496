import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { settingsText } from '../bench/simulate/advice';
import { calibrationOf } from '../bench/simulate/calibration';
import { DEFAULT_SCENARIO, FIGURES } from '../bench/simulate/scenario';
import { calibrationHash, SIZES, sizeRow } from '../bench/simulate/sizes';
import { pageText, ROOT } from './markdown-pages';

const PAGE = pageText('docs/scale.md');
const CALIBRATION = calibrationOf(JSON.parse(readFileSync(join(ROOT, 'docs', 'performance.json'), 'utf8')));
/** Larger ones take too long here; the hash says what they were computed from. */
const LARGEST_CHECKED = 2_000;

describe('docs/scale.md', () => {
  it('has a table that was computed from the recorded bench (npm run simulate -- --sizes --write)', () => {
    expect(PAGE).toContain(`calibration \`${calibrationHash(CALIBRATION)}\``);
  });

  it.each(SIZES.filter((size) => size <= LARGEST_CHECKED))('shows what the simulator prints for %d mailboxes', (size) => {
    expect(PAGE).toContain(sizeRow(size, CALIBRATION));
  });

  it('has a row for every size', () => {
    const rows = [...PAGE.matchAll(/^\| ([\d,]+) \| [\d,]+ \| .* \|$/gm)].map(([, size = '']) => Number(size.replaceAll(',', '')));

    expect(rows).toEqual(expect.arrayContaining([...SIZES]));
  });

  it('names settings that a stack has', () => {
    const keys = readFileSync(join(ROOT, 'Pulumi.yaml'), 'utf8');
    const text = settingsText({ ...DEFAULT_SCENARIO, stacks: 2, runsPerDay: 2, runCloseHours: 5, instances: 41 });
    const named = [...`${text} ${PAGE}`.matchAll(/`(\w+): [^`]+`/g)].map(([, key = '']) => key);

    expect(named).toEqual(expect.arrayContaining(['schedule', 'runCloseHours', 'maximumInstances', 'instanceMemoryMb']));
    for (const key of new Set(named)) expect(keys).toContain(`\n  ${key}:\n`);
  });

  it('names options that the simulator has', () => {
    const options = Object.values(FIGURES).map(({ option }) => option as string);
    const known = new Set([...options, 'help', 'json', 'sizes', 'write', 'only']);
    const named = [...PAGE.matchAll(/--([a-z][a-z-]*[a-z])/g)].map(([, option = '']) => option);

    expect([...new Set(named)].filter((option) => !known.has(option) && option !== 'price')).toEqual([]);
  });
});

import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Refusal } from '../refusal';
import { readConfigSchema, valuesOf } from '../stack-file';
import { tenantStacks } from './changed-stacks';
import { runCommand } from './command';

/** Whether a stack file ever named this hash; the whole history counts, so that a rollback is a promotion, too. */
export type HasNamed = (stack: string, sha256: string) => boolean;

export interface StackRelease {
  readonly tenant: string;
  readonly stack: string;
  readonly stage: string;
  /** Empty when the stack file names none. */
  readonly sha256: string;
}

/** Productions whose release test has never had: every stage gets the same zip, by its hash, in order. */
export function unpromoted(releases: readonly StackRelease[], hasNamed: HasNamed): readonly StackRelease[] {
  return releases.filter(({ tenant, stage, sha256 }) => stage === 'prod' && sha256 !== '' && !hasNamed(`${tenant}-test`, sha256));
}

/** `check-promotion.js`: refuses a repository in which a production names a release that its test stage never had. */
function checkPromotion(_args: readonly string[], projectRoot: string): string {
  const schema = readConfigSchema(projectRoot);
  const releases = tenantStacks(projectRoot).map(({ stack, tenant, stage }) => {
    const values = valuesOf(readFileSync(path.join(projectRoot, `Pulumi.${stack}.yaml`), 'utf8'), schema);
    return { stack, tenant, stage, sha256: (JSON.parse(values.get('release') ?? '{}') as { sha256?: string }).sha256 ?? '' };
  });
  const wrong = unpromoted(releases, (stack, sha256) => {
    const log = execFileSync('git', [
      '-C',
      projectRoot,
      'log',
      '--max-count=1',
      '--format=%H',
      `-S${sha256}`,
      '--',
      `Pulumi.${stack}.yaml`,
    ]);
    return log.toString().trim() !== '';
  });
  if (wrong.length === 0) return `${releases.length} stacks: every production names a release that its test stage has had`;
  throw new Refusal(
    wrong
      .map(({ stack, tenant, sha256 }) => `${stack} names release ${sha256}, which ${tenant}-test never had: run \`npm run promote\``)
      .join('\n'),
  );
}

if (require.main === module) runCommand(checkPromotion);

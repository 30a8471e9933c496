import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Refusal } from '../refusal';
import { readConfigSchema, valuesOf } from '../stack-file';
import { runCommand } from './command';
import { type Stage, tenantStack } from './stage';

/** A stack as a job of a workflow needs it. */
export interface StackJob {
  readonly stack: string;
  readonly tenant: string;
  readonly stage: Stage;
  readonly tenantId: string;
  readonly subscriptionId: string;
  readonly cloud: string;
  readonly mappingFile: string;
}

/** Files that change what every stack gets. */
const FOR_EVERY_STACK = /^(infra\/|runtime\/|package(-lock)?\.json$|tsconfig\.json$|Pulumi\.yaml$)/;

/** The stacks that a set of changed files touches. */
export function changedStacks(files: readonly string[], stacks: readonly StackJob[]): readonly StackJob[] {
  if (files.some((file) => FOR_EVERY_STACK.test(file))) return stacks;
  return stacks.filter(
    ({ stack, mappingFile }) => files.includes(`Pulumi.${stack}.yaml`) || (mappingFile !== '' && files.includes(mappingFile)),
  );
}

/** Every stack of the repository that belongs to a tenant and a stage; the example does not. */
export function tenantStacks(projectRoot: string): readonly StackJob[] {
  const schema = readConfigSchema(projectRoot);
  return readdirSync(projectRoot)
    .sort()
    .flatMap((file) => {
      const stack = /^Pulumi\.(.+)\.yaml$/.exec(file)?.[1] ?? '';
      const place = tenantStack(stack);
      if (place === undefined) return [];
      const values = valuesOf(readFileSync(path.join(projectRoot, file), 'utf8'), schema);
      const value = (key: string): string => values.get(key) ?? '';
      return [
        {
          stack,
          ...place,
          tenantId: value('tenantId'),
          subscriptionId: value('subscriptionId'),
          cloud: value('cloud'),
          mappingFile: value('mappingFile'),
        },
      ];
    });
}

/**
 * `changed-stacks.js <base commit>`, or `changed-stacks.js --all`: the stacks as JSON for the matrix of a workflow, by stage.
 */
export function listChangedStacks(args: readonly string[], projectRoot: string): string {
  const [base, ...rest] = args;
  if (base === undefined || rest.length > 0) throw new Refusal('Say the commit to compare with, or --all');
  const all = tenantStacks(projectRoot);
  const changed = base === '--all' ? all : changedStacks(changedFiles(base, projectRoot), all);
  const ofStage = (stage: Stage): readonly StackJob[] => changed.filter((job) => job.stage === stage);
  return JSON.stringify({ all: changed, dev: ofStage('dev'), test: ofStage('test'), prod: ofStage('prod') });
}

function changedFiles(base: string, projectRoot: string): string[] {
  if (!/^[0-9a-f]{7,40}$/.test(base)) throw new Refusal(`"${base}" is no commit`);
  const answer = execFileSync('git', ['-C', projectRoot, 'diff', '--name-only', `${base}...HEAD`], { encoding: 'utf8' });
  return answer.split('\n').filter((line) => line !== '');
}

if (require.main === module) runCommand(listChangedStacks);

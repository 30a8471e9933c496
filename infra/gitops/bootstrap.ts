import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { CloudName } from '../clouds';
import { Refusal } from '../refusal';
import { readConfigSchema, valuesOf } from '../stack-file';
import { bootstrapCommands } from './bootstrap-commands';
import { runCommand } from './command';
import { isTenantName, STAGES, type Stage } from './stage';

/** `npm run bootstrap -- <tenant>`: prints what has to exist before the first update, as commands. Changes nothing. */
export function bootstrap(args: readonly string[], projectRoot: string): string {
  const [tenant = '', repository = repositoryOf(projectRoot), ...rest] = args;
  if (!isTenantName(tenant) || rest.length > 0) throw new Refusal('Say the tenant: npm run bootstrap -- contoso [owner/repository]');
  const schema = readConfigSchema(projectRoot);
  const stages = STAGES.flatMap((stage) => {
    const file = path.join(projectRoot, `Pulumi.${tenant}-${stage}.yaml`);
    return existsSync(file) ? [{ stage, values: valuesOf(readFileSync(file, 'utf8'), schema) }] : [];
  });
  const first = stages[0];
  if (first === undefined) throw new Refusal(`There is no stack file of ${tenant}: run \`npm run new-tenant -- ${tenant}\``);
  const missing = stages.flatMap(({ stage, values }) =>
    ['tenantId', 'subscriptionId'].filter((key) => values.get(key) === '').map((key) => `Pulumi.${tenant}-${stage}.yaml: ${key}`),
  );
  if (missing.length > 0) throw new Refusal(`Fill in first:\n${missing.map((line) => `  ${line}`).join('\n')}`);
  const value = (key: string): string => first.values.get(key) ?? '';
  return bootstrapCommands({
    tenant,
    repository,
    cloud: value('cloud') as CloudName,
    tenantId: value('tenantId'),
    location: value('location'),
    subscriptions: new Map<Stage, string>(stages.map(({ stage, values }) => [stage, values.get('subscriptionId') ?? ''])),
  });
}

/** `owner/name` of the checkout's remote; a placeholder when it has none on GitHub. */
function repositoryOf(projectRoot: string): string {
  try {
    const url = execFileSync('git', ['-C', projectRoot, 'remote', 'get-url', 'origin'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return /github\.com[:/]([^/]+\/[^/.\s]+)/.exec(url)?.[1] ?? 'OWNER/REPOSITORY';
  } catch {
    return 'OWNER/REPOSITORY';
  }
}

if (require.main === module) runCommand(bootstrap);

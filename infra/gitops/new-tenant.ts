import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Refusal } from '../refusal';
import { runCommand } from './command';
import { isTenantName } from './stage';
import { tenantFiles } from './tenant-files';

/** `npm run new-tenant -- <name>`: writes the stack files of a tenant; never over one that is there. */
export function newTenant(args: readonly string[], projectRoot: string): string {
  const [tenant = '', ...rest] = args;
  if (!isTenantName(tenant) || rest.length > 0)
    throw new Refusal('Say one name of 2 to 12 lower-case letters and digits: npm run new-tenant -- contoso');
  const files = tenantFiles(tenant);
  const taken = [...files.keys()].filter((file) => existsSync(path.join(projectRoot, file)));
  if (taken.length > 0) throw new Refusal(`${taken.join(', ')} is already there: nothing was written`);
  for (const [file, text] of files) writeFileSync(path.join(projectRoot, file), text);
  return [
    ...[...files.keys()].map((file) => `wrote ${file}`),
    'Next: fill in what is empty, then run',
    `  npm run bootstrap -- ${tenant}`,
    `  npm run preview:offline -- --stack-file Pulumi.${tenant}-dev.yaml`,
  ].join('\n');
}

if (require.main === module) runCommand(newTenant);

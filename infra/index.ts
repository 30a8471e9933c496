import * as pulumi from '@pulumi/pulumi';
import { checkMapping, type MappingCheck } from './mapping-check';
import { describeMappingChange } from './mapping-history';
import { type PreviousStack, readPreviousStack } from './previous-stack';
import { makeProviders } from './providers';
import { Refusal } from './refusal';
import { chooseRelease } from './release-choice';
import { requireTenant } from './signed-in-tenants';
import { readStackConfig } from './stack-config';
import { readSiblings } from './stack-siblings';
import type { TenantOutputs } from './tenant/outputs';
import { provisionTenant } from './tenant/provision';

/** Configuration in, one tenant, outputs out. Everything that can be refused is refused before the first resource. */
async function main(): Promise<TenantOutputs> {
  const projectRoot = process.cwd();
  const previous = await readPreviousStack();
  const config = readStackConfig(readSiblings(projectRoot), previous);
  const release = chooseRelease(config, projectRoot);
  const mapping = config.mappingFile === '' ? undefined : await readMapping(config.mappingFile, previous, projectRoot);
  const providers = makeProviders(config);
  await requireTenant(config.tenantId, providers);
  return provisionTenant(config, { stack: pulumi.getStack(), release, mapping, previous, now: new Date() }, providers);
}

/** The checked mapping file; what it changes is a line of the log and nothing of the state. */
async function readMapping(file: string, previous: PreviousStack, projectRoot: string): Promise<MappingCheck> {
  const check = await checkMapping(file, projectRoot);
  const change = await describeMappingChange(file, check, previous.mappingVersion, projectRoot);
  if (change !== undefined) await pulumi.log.info(change);
  return check;
}

/** What a person can mend is shown without a stack trace. */
function withoutTrace(error: unknown): never {
  throw error instanceof Refusal ? new pulumi.RunError(error.message) : error;
}

export = () => main().catch(withoutTrace);

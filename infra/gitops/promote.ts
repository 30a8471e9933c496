import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { Refusal } from '../refusal';
import { readConfigSchema, valuesOf } from '../stack-file';
import { runCommand } from './command';
import { lineDifference, promoteInto } from './promotion';
import { isTenantName, STAGES, type Stage } from './stage';

const USAGE = 'npm run promote -- <tenant> <from> <to> [--url <https address> --sha256 <hex>]';

/**
 * `npm run promote -- <tenant> dev test`: puts the release and the mapping of one stage into the stack file of the next, and shows the
 * difference. The change is reviewed and merged like any other; nothing is deployed here.
 */
export function promote(args: readonly string[], projectRoot: string): string {
  const { tenant, from, to, url, sha256 } = readArguments(args);
  const schema = readConfigSchema(projectRoot);
  const stackFile = (stage: Stage): string => path.join(projectRoot, `Pulumi.${tenant}-${stage}.yaml`);
  const [source, target] = [readStack(stackFile(from)), readStack(stackFile(to))];
  const sourceValues = valuesOf(source, schema);
  const targetValues = valuesOf(target, schema);
  const release = url === undefined || sha256 === undefined ? releaseOf(sourceValues, `${tenant}-${from}`) : { url, sha256 };
  const mapping = copyMapping(projectRoot, `${tenant}-${to}`, sourceValues.get('mappingFile') ?? '', targetValues.get('mappingFile') ?? '');
  const isMappingConfirmed = mapping.version !== '' && sourceValues.get('mappingConfirm') === mapping.version;
  writeFileSync(
    stackFile(to),
    promoteInto(target, { release, mappingFile: mapping.file, mappingVersion: mapping.version, isMappingConfirmed }),
  );
  const before = JSON.parse(targetValues.get('release') ?? '{}') as { sha256?: string };
  return [
    `Pulumi.${tenant}-${to}.yaml`,
    `  release  ${before.sha256 ?? 'none'} -> ${release.sha256}`,
    `  mapping  ${mapping.difference}`,
  ].join('\n');
}

function readStack(file: string): string {
  if (!existsSync(file)) throw new Refusal(`${path.basename(file)} is not there`);
  return readFileSync(file, 'utf8');
}

function releaseOf(values: ReadonlyMap<string, string>, stack: string): { url: string; sha256: string } {
  const release = JSON.parse(values.get('release') ?? '{}') as { url?: string; sha256?: string };
  if (release.url === undefined || release.sha256 === undefined) {
    throw new Refusal(
      `${stack} names no release: it runs what was built last. Say which published zip to promote with --url and --sha256 (the deploy workflow prints both).`,
    );
  }
  return { url: release.url, sha256: release.sha256 };
}

interface CopiedMapping {
  readonly file: string;
  readonly version: string;
  readonly difference: string;
}

/** Every stage has a mapping file of its own, so that a change reaches production only by a promotion. */
function copyMapping(projectRoot: string, targetStack: string, from: string, to: string): CopiedMapping {
  if (from === '') return { file: '', version: '', difference: 'kept on the connector page' };
  const file = to === '' ? `mappings/${targetStack}.csv` : to;
  const source = path.join(projectRoot, from);
  const target = path.join(projectRoot, file);
  if (!existsSync(source)) throw new Refusal(`${from} is not there`);
  const after = readFileSync(source, 'utf8');
  const before = existsSync(target) ? readFileSync(target, 'utf8') : '';
  if (source !== target) {
    mkdirSync(path.dirname(target), { recursive: true });
    copyFileSync(source, target);
  }
  const { added, removed } = lineDifference(before, after);
  const version = createHash('sha256').update(readFileSync(source)).digest('hex');
  return { file, version, difference: `${file} is now ${version}: ${added} lines added, ${removed} removed` };
}

function readArguments(args: readonly string[]): {
  tenant: string;
  from: Stage;
  to: Stage;
  url: string | undefined;
  sha256: string | undefined;
} {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { url: { type: 'string' }, sha256: { type: 'string' } },
  });
  const [tenant = '', from = '', to = '', ...rest] = positionals;
  const order = [from, to].map((stage) => STAGES.indexOf(stage as Stage));
  const isNextStage = (order[0] ?? -1) >= 0 && order[1] === (order[0] ?? -1) + 1;
  if (!isTenantName(tenant) || !isNextStage || rest.length > 0)
    throw new Refusal(`${USAGE}\n<to> is the stage after <from>: dev test, or test prod`);
  if ((values.url === undefined) !== (values.sha256 === undefined)) throw new Refusal(`${USAGE}\n--url and --sha256 belong together`);
  if (values.sha256 !== undefined && !/^[0-9a-f]{64}$/.test(values.sha256)) throw new Refusal('--sha256 is no SHA-256 in hex');
  return { tenant, from: from as Stage, to: to as Stage, url: values.url, sha256: values.sha256 };
}

if (require.main === module) runCommand(promote);

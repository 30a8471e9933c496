import { text } from 'node:stream/consumers';
import { CLOUDS } from '../clouds';
import type { StackConfig } from '../config/fields';
import { namesOf } from '../naming';
import { Refusal } from '../refusal';
import { resourceIds } from '../resource-ids';
import { loadStackFile } from '../stack-file';
import { askCredential } from './ask-credential';
import { readCredential } from './credential-input';
import { chooseSignIn, tokensOf } from './credentials';
import { sendHttp, shownAnswer } from './http';
import { PublishError } from './publish-error';
import { type ResourceManager, resourceManager } from './resource-manager';

const API_VERSION = '2023-07-01';
const SECRET_NAME = 'source-credential';

/**
 * Writes the credential into the stack's vault by the resource manager: that needs no data role and passes the vault's firewall.
 */
export async function setCredential(config: StackConfig, stack: string, credential: string, manager: ResourceManager): Promise<void> {
  const vault = resourceIds(config.subscriptionId, namesOf({ ...config, stack })).vault;
  const day = config.credentialExpiresOn;
  const exp = day === '' ? {} : { exp: Date.parse(`${day}T23:59:59Z`) / 1000 };
  const answer = await manager.call({
    method: 'PUT',
    path: `${vault}/secrets/${SECRET_NAME}`,
    apiVersion: API_VERSION,
    body: { properties: { value: credential, contentType: 'application/json', attributes: { enabled: true, ...exp } } },
  });
  if (answer.status === 200 || answer.status === 201) return;
  // The answer may repeat what was sent: its code is enough.
  const code = /"code"\s*:\s*"([A-Za-z]+)"/.exec(answer.text)?.[1] ?? shownAnswer({ ...answer, text: '' });
  throw new PublishError(`The credential was not written to ${vault}: HTTP ${answer.status} ${code}`);
}

async function main(): Promise<void> {
  const stack = process.argv[2];
  if (stack === undefined) throw new PublishError('Say the stack: npm run set-credential -- <stack>');
  const config = loadStackFile(process.cwd(), stack);
  const credential = readCredential(process.stdin.isTTY ? await askCredential(process.stdin, process.stderr) : await text(process.stdin));
  const cloud = CLOUDS[config.cloud];
  const signIn = chooseSignIn({ ...process.env, ARM_TENANT_ID: config.tenantId }, cloud);
  await setCredential(config, stack, credential, resourceManager(cloud, tokensOf(signIn, cloud), sendHttp));
  process.stderr.write(`The credential of ${stack} is set. The next run uses it.\n`);
}

if (require.main === module) {
  main().catch((error: unknown) => {
    const isForPeople = error instanceof PublishError || error instanceof Refusal;
    process.stderr.write(`${isForPeople ? error.message : String(error instanceof Error ? error.stack : error)}\n`);
    process.exitCode = 1;
  });
}

import { activateMapping } from './activate-mapping';
import { chooseSignIn, tokensOf } from './credentials';
import { EXPECTED_FUNCTIONS } from './expected-functions';
import { waitForFunctions } from './function-list';
import { jsonOf, NoAnswerError, sendHttp, shownAnswer } from './http';
import { deployZip } from './one-deploy';
import { type Orders, readOrders } from './orders';
import { PublishError } from './publish-error';
import { obtainZip } from './release-zip';
import { managementScope, type ResourceManager, resourceManager } from './resource-manager';
import { lockRetention } from './retention-lock';
import { REAL_TIME } from './waiting';

/** What an update does besides resources; started by `local.Command`. Nothing it prints is a secret, a number or an address. */

/** To the log of the update; standard output would be kept in the state. */
const say = (line: string): void => void process.stderr.write(`${line}\n`);

const SITE_API_VERSION = '2024-04-01';

async function publishRelease(orders: Orders): Promise<void> {
  const cloud = orders.cloud();
  const zip = await obtainZip(
    { url: orders.optional('CONNECTOR_RELEASE_URL'), sha256: orders.text('CONNECTOR_RELEASE_SHA256') },
    process.cwd(),
    process.env,
  );
  const getToken = tokensOf(chooseSignIn(process.env, cloud), cloud);
  const manager = resourceManager(cloud, getToken, sendHttp);
  const group = `/subscriptions/${orders.text('CONNECTOR_SUBSCRIPTION_ID')}/resourceGroups/${orders.text('CONNECTOR_RESOURCE_GROUP')}`;
  const siteId = `${group}/providers/Microsoft.Web/sites/${orders.text('CONNECTOR_SITE')}`;
  const scmUrl = await deploymentSite(siteId, manager);
  await deployZip(zip, scmUrl, { send: sendHttp, waiting: REAL_TIME, getToken: () => getToken(managementScope(cloud)), say });
  await waitForFunctions(siteId, EXPECTED_FUNCTIONS, manager, REAL_TIME);
  say('The release is deployed and its functions are listed.');
}

/** The name of the deployment site is read, not composed: it differs between clouds and kinds of site names. */
async function deploymentSite(siteId: string, manager: ResourceManager): Promise<string> {
  const answer = await manager.call({ method: 'GET', path: siteId, apiVersion: SITE_API_VERSION });
  const names =
    (jsonOf(answer) as { properties?: { hostNameSslStates?: { name?: string; hostType?: string }[] } } | undefined)?.properties
      ?.hostNameSslStates ?? [];
  const host = names.find((name) => name.hostType === 'Repository')?.name;
  if (host === undefined) throw new PublishError(`${siteId} names no deployment site: ${shownAnswer(answer)}`);
  return `https://${host}`;
}

async function publishMapping(orders: Orders): Promise<void> {
  const cloud = orders.cloud();
  const getToken = tokensOf(chooseSignIn({ ARM_TENANT_ID: orders.text('CONNECTOR_TENANT_ID'), ...process.env }, cloud), cloud);
  const commit = process.env['GITHUB_SHA'];
  await activateMapping(
    {
      api: orders.text('CONNECTOR_API'),
      file: orders.text('CONNECTOR_MAPPING_FILE'),
      version: orders.text('CONNECTOR_MAPPING_VERSION'),
      isConfirmed: orders.text('CONNECTOR_MAPPING_CONFIRMED') === 'true',
      reason: commit === undefined ? 'Stack configuration' : `Stack configuration at commit ${commit}`,
    },
    process.cwd(),
    { send: sendHttp, waiting: REAL_TIME, getToken: () => getToken(`api://${orders.text('CONNECTOR_CLIENT_ID')}/.default`), say },
  );
  say('The mapping of the stack is active.');
}

async function publishLock(orders: Orders): Promise<void> {
  const cloud = orders.cloud();
  const manager = resourceManager(cloud, tokensOf(chooseSignIn(process.env, cloud), cloud), sendHttp);
  const days = Number(orders.text('CONNECTOR_RETENTION_DAYS'));
  for (const container of orders.text('CONNECTOR_CONTAINERS').split(',')) {
    const id = `${orders.text('CONNECTOR_ARCHIVE_ACCOUNT_ID')}/blobServices/default/containers/${container}`;
    say(`${container}: ${await lockRetention(id, days, manager)} at ${days} days`);
  }
}

const VERBS: Readonly<Record<string, (orders: Orders) => Promise<void>>> = {
  release: publishRelease,
  'activate-mapping': publishMapping,
  'lock-retention': publishLock,
};

async function main(): Promise<void> {
  const verb = VERBS[process.argv[2] ?? ''];
  if (verb === undefined) throw new PublishError(`Say one of ${Object.keys(VERBS).join(', ')}`);
  await verb(readOrders(process.env));
}

main().catch((error: unknown) => {
  const isForPeople = error instanceof PublishError || error instanceof NoAnswerError;
  say(isForPeople ? error.message : String(error instanceof Error ? error.stack : error));
  process.exitCode = 1;
});

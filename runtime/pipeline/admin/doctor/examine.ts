import type { DirectorySnapshot } from '../../../domain/routing/directory-snapshot';
import type { AdminPorts } from '../admin-ports';
import { recentDirectory } from '../directory-view';
import type { Person } from '../person';
import { probeMailbox } from '../probe-mailbox';
import { type Check, check, type Finding, fine, notChecked, problem } from './check';
import { permissionFinding, tokenFinding } from './check-access';
import { type Candidate, checkInside, checkOutside, insideCandidates } from './check-mailboxes';
import { checkAlerts, checkMapping, checkTerms } from './check-setup';
import { checkCredential, checkSigningKey, checkSource, sourceNotHere } from './check-source';
import { checkClock, checkStores } from './check-stores';
import { type Fixes, fixesOf } from './fixes';

export interface ExamineRequest {
  /** A mailbox that ought to be in scope; it gets the test item. Default: a pilot, the last probed or a mapped one. */
  readonly mailbox?: string | undefined;
  /** A mailbox that ought to answer 403. Default: somebody whom nobody mapped. */
  readonly outside?: string | undefined;
  /** False where somebody else has the source, and ours is none. */
  readonly hasSource?: boolean;
}

export interface Examination {
  /** ISO, UTC. */
  readonly at: string;
  readonly state: 'fine' | 'problems';
  readonly checks: readonly Check[];
}

/** Every precondition of the connector: what was found, and what mends it. Changes nothing but a test item that it removes again. */
export async function examine(request: ExamineRequest, person: Person, ports: AdminPorts): Promise<Examination> {
  const fixes = fixesOf(ports);
  const [foundations, access, setup] = await Promise.all([
    checkFoundations(request, fixes, ports),
    checkAccess(fixes, ports),
    checkDirectoryAndMailboxes(request, fixes, person, ports),
  ]);
  const checks = [...foundations, ...access, ...setup];
  const isFine = checks.every(({ state }) => state !== 'problem');
  return { at: ports.clock.now().toISOString(), state: isFine ? 'fine' : 'problems', checks };
}

function checkFoundations(request: ExamineRequest, fixes: Fixes, ports: AdminPorts): Promise<readonly Check[]> {
  const { deploy, setCredential, clock } = fixes;
  return Promise.all([
    check({ id: 'storage', name: 'Storage', fix: deploy }, ports, () => checkStores(ports)),
    check({ id: 'clock', name: 'Clock', fix: deploy }, ports, () => checkClock(ports, clock)),
    check({ id: 'credential', name: 'Credential of the source', fix: setCredential }, ports, async () =>
      request.hasSource === false ? sourceNotHere() : checkCredential(ports, setCredential),
    ),
    check({ id: 'signing-key', name: 'Key that signs reports', fix: deploy }, ports, () => checkSigningKey(ports, deploy)),
    check({ id: 'source', name: 'Source: sign-in, host key, listing', fix: sourceFix(fixes, ports) }, ports, async () =>
      request.hasSource === false ? sourceNotHere() : checkSource(ports),
    ),
  ]);
}

function sourceFix({ setCredential, deploy }: Fixes, { facts }: AdminPorts): string {
  if (facts.sourceKind === 'directory') return 'start with --source <a folder that can be read>';
  if (facts.isLocal) return setCredential;
  const pin = facts.sourceKind === 'sftp' ? `; another host key: sourceHostKeys, then ${deploy}` : '';
  return `${setCredential}; another address: sourceUrl, then ${deploy}${pin}; not reachable: give the vendor the stack's outboundIp`;
}

async function checkAccess(fixes: Fixes, ports: AdminPorts): Promise<readonly Check[]> {
  const grant = await ports.graphAccess.grant();
  return Promise.all([
    check({ id: 'token', name: 'Token for Microsoft Graph', fix: fixes.deploy }, ports, async () => tokenFinding(grant, ports, fixes)),
    check({ id: 'permissions', name: 'Permissions', fix: fixes.consent }, ports, async () => permissionFinding(grant, ports, fixes)),
  ]);
}

/** What needs the directory is checked after it; without it nothing of that can be said. */
async function checkDirectoryAndMailboxes(
  request: ExamineRequest,
  fixes: Fixes,
  person: Person,
  ports: AdminPorts,
): Promise<readonly Check[]> {
  let directory: DirectorySnapshot | undefined;
  const read = await check({ id: 'directory', name: 'Directory', fix: fixes.consent }, ports, async () => {
    directory = await recentDirectory(ports);
    return directoryFinding(directory, ports);
  });
  const withDirectory = async (use: (known: DirectorySnapshot) => Promise<Finding>): Promise<Finding> =>
    directory === undefined ? notChecked('the directory has to be readable first') : use(directory);
  let opened: Candidate | undefined;
  const inside = await check({ id: 'scope-inside', name: 'A mailbox inside', fix: fixes.makeScope }, ports, () =>
    withDirectory(async (known) => {
      const answered = await checkInside(await insideCandidates(request.mailbox, known, ports), ports, fixes);
      opened = answered.opened;
      return answered.finding;
    }),
  );
  const others = await Promise.all([
    check({ id: 'scope-outside', name: 'A mailbox outside', fix: fixes.makeScope }, ports, () =>
      withDirectory((known) => checkOutside(request.outside, known, ports, fixes)),
    ),
    check({ id: 'probe', name: 'Test item', fix: 'signal-archive probe --mailbox <a test mailbox>' }, ports, () =>
      checkProbe(probedMailbox(request, opened, ports), person, ports),
    ),
    check({ id: 'terms', name: 'Terms', fix: fixes.terms }, ports, () => checkTerms(ports, fixes)),
    check({ id: 'mapping', name: 'Mapping', fix: fixes.mapping }, ports, () => withDirectory((known) => checkMapping(known, ports, fixes))),
    check({ id: 'alerts', name: 'Alerts', fix: fixes.alerts }, ports, () => checkAlerts(ports, fixes)),
  ]);
  return [read, inside, ...others];
}

function directoryFinding({ users }: DirectorySnapshot, { options }: AdminPorts): Finding {
  const domains = new Set(options.allowedDomains);
  const valid = users.filter(
    ({ isGuest, addresses }) =>
      !isGuest && (domains.size === 0 || addresses.some((each) => domains.has(each.slice(each.lastIndexOf('@') + 1)))),
  );
  const found = `${users.length} users, ${valid.length} of them in the allowed domains`;
  return valid.length === 0 ? problem(found, 'set allowedDomains to the mail domains of the organisation') : fine(found);
}

/** A person's mailbox gets a test item only when somebody says so: by name, as a pilot, or because it is simulated. */
function probedMailbox({ mailbox }: ExamineRequest, opened: Candidate | undefined, { facts, options }: AdminPorts): string | undefined {
  if (opened === undefined) return undefined;
  const isMeant = mailbox !== undefined || facts.isLocal || options.pilotMailboxes.includes(opened.address);
  return isMeant ? opened.address : undefined;
}

async function checkProbe(address: string | undefined, person: Person, ports: AdminPorts): Promise<Finding> {
  if (address === undefined) return notChecked('no mailbox was named for it', 'signal-archive doctor --mailbox <a test mailbox>');
  const { isPassed, detail } = await probeMailbox(address, person, ports);
  const found = `${address}: ${detail}`;
  return isPassed ? fine(found) : problem(found, `signal-archive probe --mailbox ${address}`);
}

import { createHash } from 'node:crypto';

/** What the physical names of a stack are made of. */
export interface NameSeed {
  readonly subscriptionId: string;
  readonly stack: string;
  readonly generation: number;
  /** 2 to 12 lower-case letters and digits. */
  readonly tenantName: string;
  readonly stage: 'dev' | 'test' | 'prod';
}

/** Physical names of a stack's resources; the same seed always gives the same names. */
export interface Names {
  readonly resourceGroup: string;
  readonly identity: string;
  readonly archiveAccount: string;
  readonly hostAccount: string;
  readonly landingAccount: string;
  readonly vault: string;
  readonly site: string;
  readonly plan: string;
  readonly workspace: string;
  readonly insights: string;
  readonly actionGroup: string;
  /** At most 12 characters: it stands in front of every alert's text message. */
  readonly actionGroupShort: string;
  readonly workbook: string;
  readonly budget: string;
  readonly network: string;
  readonly natGateway: string;
  readonly publicIp: string;
  readonly application: string;
}

const HASH_LENGTH = 8;

/**
 * Names carry the tenant and the stage for people, and a hash for uniqueness: accounts, vaults and sites share one name space per cloud.
 * Storage accounts take 24 characters, so the tenant is cut to 8 there.
 */
export function namesOf(seed: NameSeed): Names {
  const hash = stackHash(seed).slice(0, HASH_LENGTH);
  const place = `${seed.tenantName}-${seed.stage}`;
  const account = (kind: string): string => `${kind}${seed.tenantName.slice(0, 8)}${seed.stage}${hash}`;
  return {
    resourceGroup: `rg-signal-archive-${place}-${hash}`,
    identity: `id-signal-archive-${place}-${hash}`,
    archiveAccount: account('arch'),
    hostAccount: account('host'),
    landingAccount: account('land'),
    vault: `kv-${seed.tenantName.slice(0, 7)}-${seed.stage}-${hash}`,
    site: `func-${place}-${hash}`,
    plan: `plan-${place}-${hash}`,
    workspace: `log-${place}-${hash}`,
    insights: `appi-${place}-${hash}`,
    actionGroup: `ag-${place}-${hash}`,
    actionGroupShort: `sig-${seed.tenantName.slice(0, 3)}-${seed.stage}`,
    workbook: stackUuid(seed, 'workbook'),
    budget: `budget-${place}-${hash}`,
    network: `vnet-${place}-${hash}`,
    natGateway: `nat-${place}-${hash}`,
    publicIp: `pip-${place}-${hash}`,
    application: `Signal archive connector (${place})`,
  };
}

/** A UUID (marked as version 5, which every service takes) that belongs to one thing of one stack: app roles, scopes, role assignments, the workbook. */
export function stackUuid(seed: NameSeed, thing: string): string {
  const bytes = createHash('sha256')
    .update(`${stackHash(seed)}\n${thing}`)
    .digest();
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x50, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-');
}

function stackHash(seed: NameSeed): string {
  return createHash('sha256').update(`${seed.subscriptionId}\n${seed.stack}\n${seed.generation}`).digest('hex');
}

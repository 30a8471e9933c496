import * as pulumi from '@pulumi/pulumi';

/** Stack outputs that the next update reads. */
export const OUTPUT = { lockedRetentionDays: 'lockedRetentionDays', mappingVersion: 'mappingVersion' } as const;

/** What the last update of this stack left behind. */
export interface PreviousStack {
  /** Days of the locked retention; 0 = not locked. */
  readonly lockedRetentionDays: number;
  /** SHA-256 of the mapping the stack's configuration activated; empty = none. */
  readonly mappingVersion: string;
}

/** Reads this stack's own outputs as they are in its state: a lock is remembered even when the key that asked for it is gone. */
export async function readPreviousStack(): Promise<PreviousStack> {
  const self = `${pulumi.getOrganization()}/${pulumi.getProject()}/${pulumi.getStack()}`;
  const reference = new pulumi.StackReference('previous', { name: self });
  const days = (await reference.getOutputDetails(OUTPUT.lockedRetentionDays)).value;
  const version = (await reference.getOutputDetails(OUTPUT.mappingVersion)).value;
  return {
    lockedRetentionDays: typeof days === 'number' ? days : 0,
    mappingVersion: typeof version === 'string' ? version : '',
  };
}

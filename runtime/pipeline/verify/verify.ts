import type { ConnectorPorts } from '../connector-ports';
import type { Finding, Verification } from './finding';
import { verifyMappings, verifyPackages } from './verify-blobs';
import { verifyEvents, verifyReports } from './verify-chains';
import { verifyLedger } from './verify-ledger';
import { verifyMailboxes } from './verify-mailboxes';

export interface VerifyOptions {
  /** Also read the mailboxes. */
  readonly mailboxes: boolean;
}

/** Recomputes every chain, hash, signature and count, and compares ledger, store and mailboxes. Reads only; each finding is named. */
export async function verify({ mailboxes }: VerifyOptions, ports: ConnectorPorts): Promise<Verification> {
  const findings: Finding[] = [];
  const reports = await verifyReports(ports, findings);
  const events = await verifyEvents(ports, findings);
  const { packages, packageBytes } = await verifyPackages(ports, findings);
  const mappings = await verifyMappings(ports, findings);
  const deliveries = await verifyLedger(ports, findings);
  const copies = mailboxes ? await verifyMailboxes(ports, findings) : 0;
  return { findings, counts: { reports, events, packages, packageBytes, mappings, deliveries, copies } };
}

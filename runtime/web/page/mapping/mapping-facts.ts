import type { AdminPorts } from '../../../pipeline/admin/admin-ports';
import {
  activeMapping,
  type MappingVersion,
  mappingVersions,
  type VersionFigures,
  versionFigures,
} from '../../../pipeline/admin/mapping-versions';
import { etagHeader } from '../../api/call';

const SHOWN_VERSIONS = 10;

/** What stands on Mapping. */
export interface MappingFacts {
  readonly current: MappingVersion | undefined;
  readonly numbers: number;
  readonly mailboxes: number;
  /** The newest first, a page of them, each with how it differs from the one before it. */
  readonly shown: readonly (MappingVersion & { readonly figures: VersionFigures })[];
  readonly total: number;
  /** Number of the last version of this page; undefined when there are no older ones. */
  readonly next: number | undefined;
  /** As the API writes it: a roll back is refused when somebody else was faster. */
  readonly etag: string;
  /** SHA-256 of the file that the stack's configuration owns; '' when the page owns the mapping. */
  readonly ownedBy: string;
}

export async function mappingFacts(before: number | undefined, { stores, facts }: AdminPorts): Promise<MappingFacts> {
  const [{ versions, etag }, active] = await Promise.all([mappingVersions(stores), activeMapping(stores)]);
  const older = versions.filter(({ number }) => before === undefined || number < before);
  const page = older.slice(0, SHOWN_VERSIONS);
  return {
    current: versions.find(({ isCurrent }) => isCurrent),
    numbers: new Set(active.rows.map(({ phone }) => phone)).size,
    mailboxes: new Set(active.rows.map(({ mailbox }) => mailbox)).size,
    shown: await Promise.all(page.map(async (each) => ({ ...each, figures: await versionFigures(each.previous, each.version, stores) }))),
    total: versions.length,
    next: older.length > page.length ? page.at(-1)?.number : undefined,
    etag: etagHeader(etag)['ETag'] ?? '',
    ownedBy: facts.mappingOwnedBy,
  };
}

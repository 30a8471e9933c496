import type { Report, ReportPackage } from '../../domain/evidence/report';
import { sha256Hex } from '../../domain/evidence/sha256';
import { RowExistsError } from '../../ports/storage-errors';
import type { Stored } from '../../ports/table';
import type { ConnectorPorts } from '../connector-ports';
import { NO_COUNTS } from '../rows/package-counts';
import type { PackageRow, PackageState } from '../rows/package-row';
import type { Finding } from '../verify/finding';
import type { PackageBlob, PackageBlobs } from './package-blobs';

/** Where a package that no report knows stands until a run takes it up. */
const REBUILT = 'rebuilt';
const KEY_LENGTH = 16;
const FINAL: ReadonlySet<PackageState> = new Set(['unpacked', 'rejected', 'duplicate', 'held']);

/** A package by the run that collected it, and its id. */
export interface PackagePlace {
  readonly packageRun: string;
  readonly packageId: string;
}

/** Makes packages known again: their rows, which content is whose, and what was seen at the source. */
export class PackageRestoring {
  /** SHA-256 of each package that a report counted -> the run that did so last. */
  private readonly places = new Map<string, PackagePlace>();
  /** Those that their run left unfinished: no later run has taken them up yet. */
  private readonly unfinished = new Set<string>();

  constructor(
    private readonly blobs: PackageBlobs,
    private readonly ports: Pick<ConnectorPorts, 'stores'>,
    private readonly findings: Finding[],
  ) {}

  placeOf(sha256: string): PackagePlace {
    return this.places.get(sha256) ?? { packageRun: '', packageId: '' };
  }

  /** The packages of a run that a report counts as its own. */
  placesOf({ runId, packages }: Report): readonly PackagePlace[] {
    return packages.map(({ sha256 }) => this.placeOf(sha256)).filter(({ packageRun }) => packageRun === runId);
  }

  async takeRun(report: Report): Promise<void> {
    for (const each of report.packages) if (each.sha256 !== '') await this.take(each, report);
  }

  /** Notes what content is known and what was seen, and answers the packages that have to be taken up: unfinished ones, and those that no report knows. */
  async finish(): Promise<readonly PackagePlace[]> {
    const toTakeUp = [...this.unfinished].map((sha256) => this.placeOf(sha256));
    for (const blob of this.blobs.all()) {
      const place = this.places.get(blob.sha256);
      if (place === undefined) {
        toTakeUp.push({ packageRun: REBUILT, packageId: blob.listingKey });
        await this.ports.stores.packageRows.upsert(unknownPackage(blob));
      } else await this.note(blob, place);
    }
    return toTakeUp;
  }

  private async take(each: ReportPackage, report: Report): Promise<void> {
    const blob = this.blobs.find(each.sha256, each.name);
    if (blob === undefined) {
      const detail = 'a report counts it, and no blob has its content';
      this.findings.push({
        check: 'packages',
        code: 'missing-package',
        where: `${report.runId}/${each.sha256.slice(0, KEY_LENGTH)}`,
        detail,
      });
      return;
    }
    const row = restoredPackage(each, blob, report, this.placeOf(each.sha256));
    await this.write(row);
    if (each.isKnown === true) return;
    this.places.set(each.sha256, { packageRun: row.partition, packageId: row.key });
    if (row.state === 'held') this.unfinished.add(each.sha256);
    else this.unfinished.delete(each.sha256);
  }

  /** A row that is there and was finished knows more than a report tells. */
  private async write(row: PackageRow): Promise<void> {
    const { packageRows } = this.ports.stores;
    try {
      await packageRows.insert(row);
      return;
    } catch (error) {
      if (!(error instanceof RowExistsError)) throw error;
    }
    const present = (await packageRows.get(row.partition, row.key)) as Stored<PackageRow> | undefined;
    if (present === undefined || !FINAL.has(present.row.state)) await packageRows.upsert(row);
  }

  private async note({ sha256, listingKey, name }: PackageBlob, { packageRun, packageId }: PackagePlace): Promise<void> {
    const { packageRows } = this.ports.stores;
    const index = { v: 1, runId: packageRun, packageId, name } as const;
    await packageRows.upsert({ partition: `content-${sha256}`, key: 'content', ...index });
    await packageRows.upsert({ partition: `seen-${listingKey}`, key: 'seen', ...index });
  }
}

/** A package whose content was known gets a key of its own when its listing left no blob. */
function restoredPackage(each: ReportPackage, blob: PackageBlob, report: Report, owner: PackagePlace): PackageRow {
  const isKnown = each.isKnown === true;
  const isOwners = isKnown && owner.packageRun === report.runId && owner.packageId === blob.listingKey;
  const key = isOwners ? sha256Hex(`${report.runId}\n${each.name}`).slice(0, KEY_LENGTH) : blob.listingKey;
  return {
    ...unknownPackage(blob),
    partition: report.runId,
    key,
    state: stateOf(each),
    name: each.name,
    items: each.items,
    manifestCount: each.manifestCount ?? -1,
    problems: JSON.stringify(each.problems),
    isComplete: each.state === 'complete',
    fromEntry: each.items,
    counts: JSON.stringify({ ...NO_COUNTS, items: each.items }),
    enqueuedAt: report.finishedAt,
  };
}

function stateOf({ isKnown, state, problems }: ReportPackage): PackageState {
  if (isKnown === true) return 'duplicate';
  if (state === 'complete') return 'unpacked';
  return problems.some(({ code }) => code === 'not-finished') ? 'held' : 'rejected';
}

/** Stored, and not yet unpacked. */
function unknownPackage({ blob, sha256, bytes, listingKey, name, arrivedAt }: PackageBlob): PackageRow {
  return {
    partition: REBUILT,
    key: listingKey,
    v: 1,
    state: 'stored',
    name,
    listedBytes: bytes,
    stamp: '',
    arrivedAt,
    modifiedAt: '',
    blob,
    sha256,
    bytes,
    items: -1,
    manifestCount: -1,
    problems: '',
    isComplete: undefined,
    fromEntry: 0,
    counts: JSON.stringify(NO_COUNTS),
    progress: '',
    enqueuedAt: arrivedAt,
    isReleased: false,
    // What the source knows it by is lost; a listing that shows it again acknowledges it there.
    acknowledgedAt: '',
  };
}

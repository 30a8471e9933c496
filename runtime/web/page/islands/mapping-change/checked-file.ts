import type { MappingProblem } from '../../../../domain/mapping/mapping-problems';
import type { ChangeKind } from '../../mapping/change-badge';
import { ApiProblemError, callApi } from '../call-api';

export type YesNo = 'yes' | 'no' | 'unknown';

/** As the API answers a file that is usable. */
export interface PreviewRow {
  readonly number: string;
  readonly kind: ChangeKind;
  readonly before: readonly string[];
  readonly after: readonly string[];
  readonly inDirectory: YesNo;
  readonly inScope: YesNo;
  readonly recentItems: number;
  readonly heldItems: number;
}

export type ConfirmationReason =
  | { readonly kind: 'empty' }
  | { readonly kind: 'shrinks'; readonly before: number; readonly after: number }
  | { readonly kind: 're-routes'; readonly numbers: number };

export interface Preview {
  readonly rows: readonly PreviewRow[];
  readonly changedNumbers: number;
  readonly heldItems: number;
  readonly recentItems: number;
  readonly days: number;
  readonly change: {
    readonly rowsAdded: number;
    readonly rowsRemoved: number;
    readonly numbersRerouted: number;
    readonly numbersChanged: number;
    readonly numbersUnchanged: number;
    readonly needsConfirmation: boolean;
    readonly reasons: readonly ConfirmationReason[];
  };
}

interface Checked {
  readonly version: string;
  readonly rows: number;
  readonly rowCount: number;
  readonly problems: readonly MappingProblem[];
  readonly problemCount: number;
}

/** A file after the connector has read every line of it. */
export interface CheckedFile extends Checked {
  readonly name: string;
  readonly isUsable: boolean;
  readonly preview: Preview | undefined;
  /** ETag of the active version that it was compared with. */
  readonly seen: string;
}

/** Sends the file to be checked. A refused file is an answer too; every other problem is thrown. */
export async function checkFile(file: File): Promise<CheckedFile> {
  try {
    const { value, etag } = await callApi<Checked & { readonly preview: Preview | null }>('/api/mapping/versions', {
      method: 'POST',
      file,
    });
    return { ...value, name: file.name, isUsable: true, preview: value.preview ?? undefined, seen: etag };
  } catch (error) {
    if (!(error instanceof ApiProblemError) || error.code !== 'mapping-refused') throw error;
    return { ...(error.more as unknown as Checked), name: file.name, isUsable: false, preview: undefined, seen: '' };
  }
}

export interface Activated {
  readonly version: string;
  readonly isUnchanged: boolean;
  readonly rows: number;
  /** The run that takes up what was held for want of a row; null when nothing was. */
  readonly replayRun: string | null;
}

export async function activateFile({ version, seen }: CheckedFile, reason: string, confirm: boolean): Promise<Activated> {
  const path = `/api/mapping/versions/${version}/activate`;
  return (await callApi<Activated>(path, { method: 'POST', body: { reason, confirm }, ifMatch: seen })).value;
}

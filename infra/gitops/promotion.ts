import { isMap, parseDocument } from 'yaml';
import { Refusal } from '../refusal';

/** What one stage hands to the next. */
export interface Promoted {
  readonly release: { readonly url: string; readonly sha256: string };
  /** Path of the mapping file; empty = the mapping is kept on the page. */
  readonly mappingFile: string;
  /** SHA-256 of the mapping file. */
  readonly mappingVersion: string;
  /** Whether the stage before confirmed a large change by this version. */
  readonly isMappingConfirmed: boolean;
}

const PREFIX = 'signal-archive:';

/** The stack file with the promoted release and mapping in it; comments and everything else stay. */
export function promoteInto(stackText: string, promoted: Promoted): string {
  const document = parseDocument(stackText);
  const config = document.get('config');
  if (document.errors.length > 0 || !isMap(config)) throw new Refusal('The stack file has no `config`');
  const set = (key: string, value: unknown): void => config.set(`${PREFIX}${key}`, document.createNode(value));
  set('release', promoted.release);
  if (promoted.mappingFile !== '') {
    set('mappingFile', promoted.mappingFile);
    if (promoted.isMappingConfirmed) set('mappingConfirm', promoted.mappingVersion);
    else config.delete(`${PREFIX}mappingConfirm`);
  }
  return document.toString({ lineWidth: 0 });
}

/** Lines that two mapping files differ in, counted; nobody's number is shown. */
export function lineDifference(before: string, after: string): { readonly added: number; readonly removed: number } {
  const lines = (text: string): Set<string> => new Set(text.split(/\r?\n/).filter((line) => line !== ''));
  const old = lines(before);
  const now = lines(after);
  return { added: [...now].filter((line) => !old.has(line)).length, removed: [...old].filter((line) => !now.has(line)).length };
}

import { DEFAULT_DATA_FOLDER, type LocalOptions } from './local-options';

/** What lists the held entries of a start's store. In memory it is gone with the process, and nothing lists them. */
export function heldCommand({ data, once }: Pick<LocalOptions, 'data' | 'once'>): string | undefined {
  if (data !== undefined) return storedCommand('held', data);
  return once ? undefined : 'on the page';
}

/** A verb over a data folder, as the user types it. */
export function storedCommand(verb: string, data: string): string {
  return `npx signal-archive ${verb}${data === DEFAULT_DATA_FOLDER ? '' : ` --data ${/^[\w./-]+$/.test(data) ? data : `'${data}'`}`}`;
}

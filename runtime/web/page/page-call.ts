import type { ComponentChildren } from 'preact';
import type { AdminPorts } from '../../pipeline/admin/admin-ports';
import type { Reader } from './format/reader';

/** A view that somebody asked for. */
export interface PageCall {
  readonly url: URL;
  /** From the path: `runId`. */
  readonly params: Readonly<Record<string, string>>;
  readonly reader: Reader;
  readonly ports: AdminPorts;
}

export const SECTIONS = ['Overview', 'Runs', 'Held', 'Mapping', 'Mailboxes', 'Setup', 'Audit'] as const;
export type Section = (typeof SECTIONS)[number];

/** What a view puts into the frame. */
export interface PageContent {
  /** Of the document: `Run of 20 November`. */
  readonly title: string;
  /** Marked as current in the navigation; undefined where no section is. */
  readonly section: Section | undefined;
  readonly main: ComponentChildren;
  /** 200 when it is absent. */
  readonly status?: number;
  /** Its own sentence is the status line: the frame puts none above it. */
  readonly hasStatusLine?: boolean;
  /** A run is at work: the browser looks again every few seconds. */
  readonly isLive?: boolean;
}

/** A value of the query; '' when it is absent. */
export const queryOf = ({ url }: PageCall, name: string): string => url.searchParams.get(name)?.trim().slice(0, 300) ?? '';

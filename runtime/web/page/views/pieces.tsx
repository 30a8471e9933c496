import type { ComponentChildren } from 'preact';
import { shortHash } from '../../../domain/evidence/figures';
import { formatTime, type TimeStyle, utcText } from '../format/format-time';
import type { Reader } from '../format/reader';

interface TimeProps {
  readonly at: string;
  readonly look?: TimeStyle;
  readonly reader: Reader;
}

/** UTC from the server; the browser writes it anew in the reader's zone, at the same width. */
export function Time({ at, look = 'minute', reader }: TimeProps) {
  const time = new Date(at);
  if (Number.isNaN(time.getTime())) return <span class="quiet">unknown</span>;
  const utc = utcText(time, look === 'second');
  return (
    <time datetime={time.toISOString()} title={utc} data-style={look}>
      {formatTime(time, look, reader.time)}
    </time>
  );
}

interface PanelProps {
  /** Id of the heading; links lead to it. */
  readonly id: string;
  readonly title: ComponentChildren;
  readonly aside?: ComponentChildren;
  readonly foot?: ComponentChildren;
  readonly children?: ComponentChildren;
}

/** A named section. */
export function Panel({ id, title, aside, foot, children }: PanelProps) {
  return (
    <section class="panel" aria-labelledby={id}>
      <div class="panel-head">
        <h2 id={id}>{title}</h2>
        {aside}
      </div>
      {children}
      {foot === undefined ? null : <div class="panel-foot">{foot}</div>}
    </section>
  );
}

/** A number; zero is grey, never hidden. */
export function Count({ value, reader }: { readonly value: number; readonly reader: Reader }) {
  return value === 0 ? <span class="quiet">0</span> : reader.count(value);
}

export function NumberCell({ value, reader }: { readonly value: number; readonly reader: Reader }) {
  return <td class={value === 0 ? 'num quiet' : 'num'}>{reader.count(value)}</td>;
}

/** First eight digits in two groups; the whole one as title and on copy. */
export function Hash({ value }: { readonly value: string }) {
  return value === '' ? <span class="quiet">none</span> : <code title={value}>{shortHash(value)}</code>;
}

interface CommandProps {
  readonly text: string;
  /** What is copied, for the name of the button. */
  readonly what: string;
  readonly label?: string;
}

/** A command, text or row to copy. */
export function Command({ text, what, label = 'Copy' }: CommandProps) {
  return (
    <div class="command">
      <pre>
        <code>{text}</code>
      </pre>
      <button class="button small" type="button" data-copy={text} aria-label={`${label}: ${what}`}>
        {label}
      </button>
    </div>
  );
}

/** What is true, and what comes next. */
export function Empty({ title, children }: { readonly title: string; readonly children?: ComponentChildren }) {
  return (
    <div class="empty">
      <h3>{title}</h3>
      {children}
    </div>
  );
}

interface HeadProps {
  readonly title: ComponentChildren;
  readonly crumb?: ComponentChildren;
  readonly children?: ComponentChildren;
  readonly actions?: ComponentChildren;
}

/** The one h1 of the page, what it is about, and its acts. */
export function Head({ title, crumb, children, actions }: HeadProps) {
  return (
    <div class="head">
      <div>
        {crumb}
        <h1>{title}</h1>
        {children}
      </div>
      {actions === undefined ? null : <div class="actions">{actions}</div>}
    </div>
  );
}

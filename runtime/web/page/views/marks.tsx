import type { ComponentChildren } from 'preact';
import { Icon, type IconName } from './icon';

export type Tone = 'good' | 'held' | 'bad' | 'live' | 'none';

const TONE_ICONS: Readonly<Record<Tone, IconName>> = { good: 'good', held: 'warning', bad: 'bad', live: 'live', none: 'none' };
export const toneClass = (tone: Tone): string => (tone === 'none' ? '' : ` is-${tone}`);
export const toneIcon = (tone: Tone): IconName => TONE_ICONS[tone];

interface MarkProps {
  readonly tone: Tone;
  readonly icon?: IconName;
  readonly children: ComponentChildren;
}

/** Icon and word. */
export function Mark({ tone, icon, children }: MarkProps) {
  return (
    <span class={`mark${toneClass(tone)}`}>
      <Icon name={icon ?? toneIcon(tone)} />
      {children}
    </span>
  );
}

export function Badge({ tone, icon, children }: MarkProps) {
  return (
    <span class={`badge${toneClass(tone)}`}>
      <Icon name={icon ?? toneIcon(tone)} />
      {children}
    </span>
  );
}

export const Reason = ({ code }: { readonly code: string }) => <span class="reason">{code}</span>;

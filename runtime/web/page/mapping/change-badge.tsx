import { Badge, type Tone } from '../views/marks';

export type ChangeKind = 'added' | 'removed' | 're-routed' | 'changed';

const LOOKS = {
  're-routed': ['Re-routed', 'held', 'warning'],
  removed: ['Removed', 'held', 'none'],
  changed: ['Dates', 'live', 'clock'],
  added: ['Added', 'live', 'plus'],
} as const satisfies Readonly<Record<ChangeKind, readonly [word: string, tone: Tone, icon: string]>>;

export function ChangeBadge({ kind }: { readonly kind: ChangeKind }) {
  const [word, tone, icon] = LOOKS[kind];
  return (
    <Badge tone={tone} icon={icon}>
      {word}
    </Badge>
  );
}

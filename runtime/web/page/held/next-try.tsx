import type { Reader } from '../format/reader';
import { Time } from '../views/pieces';

/** What an entry waits for, where no run brings it by itself. */
const WAITS_FOR: Readonly<Record<string, string>> = {
  unmatched: 'next mapping',
  ambiguous: 'your choice',
  oversize: 'limit raised',
  quarantined: 'your release',
  'rejected-package': 'new package',
  'other-archiver': 'when enabled',
  failed: 'your replay',
};

interface NextTryProps {
  readonly reason: string;
  /** When the next daily run opens, ISO; '' when none does. */
  readonly nextRunAt: string;
  readonly reader: Reader;
}

export function NextTry({ reason, nextRunAt, reader }: NextTryProps) {
  const text = WAITS_FOR[reason];
  if (text !== undefined) return <>{text}</>;
  return nextRunAt === '' ? <>next run</> : <Time at={nextRunAt} reader={reader} />;
}

import type { LiveRun } from '../../../pipeline/admin/live-runs';
import { phaseWords, shortDuration } from '../../state-sentence';
import type { Reader } from '../format/reader';
import { type ClosedState, STATE_WORDS } from '../format/run-words';
import { Badge } from './marks';
import { Time } from './pieces';

export function StateBadge({ state }: { readonly state: ClosedState }) {
  const [word, tone] = STATE_WORDS[state];
  return <Badge tone={tone}>{word}</Badge>;
}

export const LiveBadge = ({ run }: { readonly run: LiveRun }) =>
  run.stopped === '' ? <Badge tone="live">Running</Badge> : <Badge tone="bad">Stopped</Badge>;

interface LiveProps {
  readonly run: LiveRun;
  readonly name: string;
  readonly reader: Reader;
}

export function Progress({ run: { decided, deliveries }, name }: Pick<LiveProps, 'run' | 'name'>) {
  const percent = deliveries === 0 ? 0 : Math.floor((decided / deliveries) * 100);
  return (
    <progress max={Math.max(1, deliveries)} value={decided} aria-label={`Run of ${name}`}>
      {percent} %
    </progress>
  );
}

/** `210 of 388, about 4 min left (slowest: ..., throttled until 08:19)`. */
export function LiveText({ run, reader }: Omit<LiveProps, 'name'>) {
  const { decided, deliveries, secondsLeft, slowest, phase, stopped } = run;
  if (stopped !== '') return <>Stopped: {stopped}. Nothing of it goes on until it is resumed.</>;
  if (deliveries === 0) return <>{capital(phaseWords(phase))}</>;
  return (
    <>
      {reader.count(decided)} of {reader.count(deliveries)}
      {secondsLeft === undefined ? '' : `, about ${shortDuration(secondsLeft)} left`}
      {slowest === undefined || secondsLeft === undefined ? null : (
        <>
          {' '}
          (slowest: {slowest.mailbox}
          {slowest.throttledUntil === '' ? null : (
            <>
              , throttled until <Time at={slowest.throttledUntil} look="clock" reader={reader} />
            </>
          )}
          )
        </>
      )}
    </>
  );
}

const capital = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;

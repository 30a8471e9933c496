import type { Reader } from '../format/reader';
import { Time } from '../views/pieces';
import type { ShellFacts } from './shell-facts';

interface FootProps {
  readonly reader: Reader;
  readonly facts: ShellFacts | undefined;
  /** Address of this view in UTC, or without. */
  readonly otherZone: string;
}

/** The browser writes the reader's zone in the place of UTC. */
export function Foot({ reader, facts, otherZone }: FootProps) {
  return (
    <footer class="foot">
      <span>
        Times: <span data-zone-name="">UTC</span>, read at <Time at={reader.now.toISOString()} look="long" reader={reader} />.
      </span>
      <a href={otherZone}>{reader.isUtc ? 'Show local time' : 'Show UTC'}</a>
      <a href="/api/openapi.yaml">API description</a>
      {facts === undefined || facts.release === '' ? null : <span>Release {facts.release}</span>}
    </footer>
  );
}

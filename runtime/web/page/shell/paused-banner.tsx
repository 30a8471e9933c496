import type { Pause } from '../../../pipeline/admin/pause';
import type { Reader } from '../format/reader';
import { Act } from '../views/act';
import { Icon } from '../views/icon';
import { Time } from '../views/pieces';

/** Stands on every view while the connector is paused. */
export function PausedBanner({ pause, reader }: { readonly pause: Pause; readonly reader: Reader }) {
  const { by, at, reason, isConfigured } = pause;
  return (
    <aside class="notice is-held" aria-label="Paused">
      <Icon name="pause" />
      <p>
        <strong>
          Paused by {by}
          {at === '' ? null : (
            <>
              {' '}
              since <Time at={at} look="long" reader={reader} />
            </>
          )}
          {reason === '' ? '.' : `: ${reason.replace(/[.\s]+$/, '')}.`}
        </strong>{' '}
        No run starts by itself. What arrives meanwhile is taken by the first run after it.
        {isConfigured ? ' To go on, set "paused" to false in the configuration of the stack and deploy it.' : ''}
      </p>
      {reader.mayAct && !isConfigured ? (
        <Act name="resume" input={{}} look="small">
          Resume
        </Act>
      ) : null}
    </aside>
  );
}

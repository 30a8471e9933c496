import { ConnectorError } from '../../../domain/failure/connector-error';
import type { Reader } from '../format/reader';
import { Icon } from '../views/icon';
import { Head, Panel, Time } from '../views/pieces';

export function NotFoundView({ text, reader }: { readonly text: string; readonly reader: Reader }) {
  return (
    <>
      <Head title="Not found" />
      <Panel id="missing" title={text}>
        <div class="empty">
          <p>The address may be of another connector, or what it named is gone.</p>
          <a class="button" href={reader.to('/')}>
            Open overview
          </a>
        </div>
      </Panel>
    </>
  );
}

/** What, on what, since when, whether anything is lost, and what to do. */
export function FailureView({ error, again, reader }: { readonly error: unknown; readonly again: string; readonly reader: Reader }) {
  const why =
    error instanceof ConnectorError
      ? `${error.message.replace(/[.\s]+$/, '')}.`
      : 'The connector met a defect of its own; its log says which.';
  return (
    <>
      <Head title="This view could not be read" />
      <div class="problem is-bad" role="alert">
        <Icon name="bad" />
        <div class="tight">
          <h2>{why}</h2>
          <p>
            Asked at <Time at={reader.now.toISOString()} look="clock" reader={reader} />. Nothing is lost; runs go on.
          </p>
          <a class="button small" href={again}>
            Read again
          </a>
        </div>
      </div>
    </>
  );
}

import { renderToString } from 'preact-render-to-string';
import type { Assets } from '../../assets';
import { withValue } from '../format/addresses';
import type { Reader } from '../format/reader';
import type { PageContent } from '../page-call';
import { Foot } from './foot';
import { PausedBanner } from './paused-banner';
import { Rail } from './rail';
import type { ShellFacts } from './shell-facts';
import { TopBar } from './top-bar';

interface DocumentProps {
  readonly url: URL;
  readonly reader: Reader;
  /** Undefined when they could not be read: the frame stands without them. */
  readonly facts: ShellFacts | undefined;
  readonly content: PageContent;
  readonly assets: Pick<Assets, 'url'>;
}

/** The whole page. The status line is one on each page; scripts find their facts in attributes, never in inline script. */
export function documentHtml(props: DocumentProps): string {
  return `<!doctype html>\n${renderToString(<Document {...props} />)}\n`;
}

function Document({ url, reader, facts, content, assets }: DocumentProps) {
  const { title, section, main, hasStatusLine = false, isLive = false } = content;
  return (
    <html
      lang="en"
      data-locale={reader.locale}
      data-hours={reader.time.isTwelveHours ? '12' : '24'}
      data-now={reader.now.toISOString()}
      data-zone={reader.isUtc ? 'utc' : 'local'}
    >
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="robots" content="noindex" />
        <title>{`${title} - Signal archive connector`}</title>
        <link rel="icon" href={assets.url('icon.svg')} type="image/svg+xml" />
        <link rel="stylesheet" href={assets.url('page.css')} />
        <script src={assets.url('islands.js')} defer />
      </head>
      <body>
        <TopBar reader={reader} facts={facts} query={url.searchParams.get('q')?.slice(0, 200) ?? ''} />
        <Rail reader={reader} facts={facts} current={section} />
        <div class="notices" data-live="notices">
          {facts?.pause === undefined ? null : <PausedBanner pause={facts.pause} reader={reader} />}
        </div>
        <main class="main" id="main" data-live-run={isLive ? 'yes' : 'no'}>
          <div id="problems" />
          {hasStatusLine ? null : <p class="outcome" id="outcome" role="status" tabIndex={-1} />}
          <div id="view">{main}</div>
        </main>
        <Foot reader={reader} facts={facts} otherZone={withValue(url, 'zone', reader.isUtc ? '' : 'utc')} />
      </body>
    </html>
  );
}

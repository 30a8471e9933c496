import type { Reader } from '../format/reader';
import { Act } from '../views/act';
import { Icon } from '../views/icon';
import type { ShellFacts } from './shell-facts';

interface TopBarProps {
  readonly reader: Reader;
  readonly facts: ShellFacts | undefined;
  /** What was looked for last. */
  readonly query: string;
}

export function TopBar({ reader, facts, query }: TopBarProps) {
  return (
    <header class="top">
      <a class="hidden" href="#main">
        Skip to content
      </a>
      <div class="product">
        <Icon name="archive" />
        <a href={reader.to('/')}>Data connectors</a>
        <span class="quiet slash" aria-hidden="true">
          /
        </span>
        <strong>Signal archive connector</strong>
        {facts === undefined ? null : <span class="stack">{facts.stack}</span>}
      </div>
      <search class="find">
        <form action="/find">
          <label class="hidden" for="find">
            Find
          </label>
          <Icon name="find" />
          <input id="find" type="search" name="q" value={query} placeholder="Find mailbox, number, id, hash" maxLength={200} />
          {reader.isUtc ? <input type="hidden" name="zone" value="utc" /> : null}
        </form>
      </search>
      {reader.mayAct && facts !== undefined && facts.pause === undefined ? (
        <Act name="pause" input={{}}>
          <Icon name="pause" />
          Pause
        </Act>
      ) : null}
      <div class="person">
        <b>{reader.person.name}</b>
        <span>{reader.person.role}</span>
      </div>
    </header>
  );
}

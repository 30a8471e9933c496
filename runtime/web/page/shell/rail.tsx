import type { Reader } from '../format/reader';
import { SECTIONS, type Section } from '../page-call';
import { Icon, type IconName } from '../views/icon';
import type { ShellFacts } from './shell-facts';

const LINKS: Readonly<Record<Section, readonly [address: string, icon: IconName]>> = {
  Overview: ['/', 'overview'],
  Runs: ['/runs', 'runs'],
  Held: ['/held', 'held'],
  Mapping: ['/mapping', 'mapping'],
  Mailboxes: ['/mailboxes', 'mailboxes'],
  Setup: ['/setup', 'setup'],
  Audit: ['/audit', 'audit'],
};

interface RailProps {
  readonly reader: Reader;
  readonly facts: ShellFacts | undefined;
  readonly current: Section | undefined;
}

/** Counts are hidden from names, so that each link is called exactly as its section. */
export function Rail({ reader, facts, current }: RailProps) {
  const counts: Partial<Record<Section, number>> = facts === undefined ? {} : { Held: facts.held, Setup: facts.setup };
  return (
    <nav class="rail" aria-label="Connector">
      <ul data-live="rail">
        {SECTIONS.map((section) => {
          const [address, icon] = LINKS[section];
          const count = counts[section] ?? 0;
          return (
            <li key={section}>
              <a href={reader.to(address)} aria-current={section === current ? 'page' : undefined}>
                <Icon name={icon} />
                {section}
                {count === 0 ? null : (
                  <span class="count" aria-hidden="true">
                    {reader.count(count)}
                  </span>
                )}
              </a>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}

import type { Reader } from '../format/reader';
import { Icon } from '../views/icon';
import { Mark, toneClass } from '../views/marks';
import { Panel } from '../views/pieces';
import type { Attention } from './attention';

/** Only what is open; what was looked at and is fine stands in one quiet line. */
export function AttentionPanel({ attention: { open, clear }, reader }: { readonly attention: Attention; readonly reader: Reader }) {
  const foot =
    clear.length === 0 ? undefined : <Mark tone="good">Checked and clear: {clear.map((name) => name.toLowerCase()).join(', ')}.</Mark>;
  return (
    <Panel id="attention" title="Needs attention" foot={foot}>
      {open.length === 0 ? (
        <div class="empty">
          <h3>Nothing needs you.</h3>
        </div>
      ) : (
        <ol class="attention">
          {open.map(({ name, tone, icon, text, count, age, button, address }) => (
            <li key={name} class={toneClass(tone).trim()}>
              <Icon name={icon} />
              <div>
                <h3>{name}</h3>
                <p>{reader.shown.text(text)}</p>
              </div>
              <span class="much">{reader.count(count)}</span>
              <span class="age">{age}</span>
              <a class="button" href={reader.to(address)}>
                {button}
              </a>
            </li>
          ))}
        </ol>
      )}
    </Panel>
  );
}

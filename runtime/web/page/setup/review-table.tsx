import type { Reader } from '../format/reader';
import { Badge } from '../views/marks';
import { Scroll } from '../views/scroll';
import type { SetupView } from './setup-facts-view';

/** What most often matters; the rest is one link away. */
const SHOWN_FIRST = new Set([
  'SCHEDULE',
  'SOURCE_KIND',
  'OVERLAP_HOURS',
  'START_FROM',
  'ITEM_CLASS',
  'ALLOWED_DOMAINS',
  'AUTOMATIC_MAPPING',
]);

/** Every effective setting, its value and where it is set. */
export function ReviewTable({ view, reader }: { readonly view: SetupView; readonly reader: Reader }) {
  const { installation, changed, showsAllSettings } = view;
  const before = new Map(changed.map((each) => [each.key, each.before]));
  const { settings } = installation;
  const shown = showsAllSettings ? settings : settings.filter(({ key }) => SHOWN_FIRST.has(key) || before.has(key));
  return (
    <>
      <Scroll label="Effective settings">
        <table>
          <thead>
            <tr>
              <th scope="col">Setting</th>
              <th scope="col">Value</th>
              <th scope="col">Stack key</th>
            </tr>
          </thead>
          <tbody>
            {shown.map(({ name, key, value, stackKey }) => (
              <tr key={key}>
                <th scope="row">{name}</th>
                <td class="value">
                  {before.has(key) ? (
                    <>
                      <span class="was">{before.get(key) || 'not set'}</span> {value} <Badge tone="held">Changed</Badge>
                    </>
                  ) : (
                    value
                  )}
                </td>
                <td>{stackKey === '' ? <span class="quiet">set by the program</span> : <code>{stackKey}</code>}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
      {shown.length < settings.length ? (
        <p>
          <a href={reader.to('/setup?settings=all#review')}>All {reader.counted(settings.length, 'setting')}</a>
        </p>
      ) : null}
    </>
  );
}

import type { Report } from '../../../domain/evidence/report';
import type { Reader } from '../format/reader';
import { Badge, Reason } from '../views/marks';
import { Panel } from '../views/pieces';
import { Scroll } from '../views/scroll';

/** Only there when something differs. */
export function DifferencesPanel({ report: { differences }, reader }: { readonly report: Report; readonly reader: Reader }) {
  if (differences.length === 0) return null;
  return (
    <Panel id="differences" title="What differs" aside={<Badge tone="bad">{reader.counted(differences.length, 'sum')}</Badge>}>
      <Scroll labelledBy="differences">
        <table>
          <thead>
            <tr>
              <th scope="col">Sum</th>
              <th scope="col">What</th>
              <th scope="col" class="num">
                Expected
              </th>
              <th scope="col" class="num">
                Found
              </th>
            </tr>
          </thead>
          <tbody>
            {differences.map(({ code, what, expected, found }) => (
              <tr key={`${code} ${what}`}>
                <th scope="row">
                  <Reason code={code} />
                </th>
                <td>{what}</td>
                <td class="num">{reader.count(expected)}</td>
                <td class="num">{reader.count(found)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </Panel>
  );
}

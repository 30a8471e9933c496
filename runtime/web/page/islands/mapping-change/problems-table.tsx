import { MAPPING_PROBLEMS } from '../../../../domain/mapping/mapping-problems';
import { Reason } from '../../views/marks';
import { Scroll } from '../../views/scroll';
import { counted } from '../acts/act';
import type { CheckedFile } from './checked-file';

const SHOWN_PROBLEMS = 200;

/** Problems by line: what it is, and what to do. */
export function ProblemsTable({ checked: { problems, problemCount } }: { readonly checked: CheckedFile }) {
  const shown = problems.slice(0, SHOWN_PROBLEMS);
  return (
    <>
      <Scroll label="Problems by line">
        <table>
          <caption class="hidden">Problems by line</caption>
          <thead>
            <tr>
              <th scope="col" class="num">
                Line
              </th>
              <th scope="col">Problem</th>
              <th scope="col">What to do</th>
            </tr>
          </thead>
          <tbody>
            {shown.map(({ line, code, detail }) => (
              <tr key={`${line} ${code} ${detail}`}>
                <th scope="row" class="num">
                  {line}
                </th>
                <td>
                  {MAPPING_PROBLEMS[code].meaning} {detail === '' ? null : `${detail} `}
                  <Reason code={code} />
                </td>
                <td>{MAPPING_PROBLEMS[code].whatToDo}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
      {problemCount > shown.length ? (
        <p class="panel-foot">
          {shown.length} of {counted(problemCount, 'problem')} shown. Mend these first, then check again.
        </p>
      ) : null}
    </>
  );
}

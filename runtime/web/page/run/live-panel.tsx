import type { LiveRun } from '../../../pipeline/admin/live-runs';
import type { Reader } from '../format/reader';
import { runTitle } from '../format/run-words';
import { Act } from '../views/act';
import { Panel } from '../views/pieces';
import { LiveText, Progress } from '../views/run-pieces';

/** A run at work, with what may be done about it. */
export function LivePanel({ run, reader }: { readonly run: LiveRun; readonly reader: Reader }) {
  const name = runTitle(run);
  const isStopped = run.stopped !== '';
  return (
    <Panel
      id="progress"
      title={isStopped ? 'Stopped' : 'At work'}
      aside={
        reader.mayAct ? (
          isStopped ? (
            <Act name="resume-run" input={{ runId: run.runId, name }}>
              Resume run
            </Act>
          ) : (
            <Act name="stop-run" input={{ runId: run.runId, name }}>
              Stop run
            </Act>
          )
        ) : undefined
      }
    >
      <div class="panel-body" data-live="progress">
        <Progress run={run} name={name} />
        <p class="note">
          <LiveText run={run} reader={reader} />. {reader.counted(run.packages, 'package')}, {reader.counted(run.items, 'item')} so far.
        </p>
      </div>
    </Panel>
  );
}

import * as v from 'valibot';
import { readOverview } from '../../pipeline/admin/overview';
import { type Pause, pauseConnector, readPause, resumeConnector } from '../../pipeline/admin/pause';
import { forgetRecent } from '../../pipeline/admin/recently';
import type { StateDocument } from '../../pipeline/admin/state-blob';
import { jsonResponse, textResponse, type WebResponse } from '../http';
import { type ApiCall, acts, etagHeader, ifMatch, jsonBody, type Operation, REASON, sees } from './call';
import { ApiProblem } from './problem';
import { statusResource } from './resources';

const ReasonBody = v.strictObject({ reason: REASON });

export const STATUS_OPERATIONS: readonly Operation[] = [
  sees('/api/openapi.yaml', async ({ description }) => textResponse(200, 'application/yaml; charset=utf-8', description)),
  sees('/api/me', async ({ person }) => jsonResponse(200, person)),
  sees('/api/status', async ({ ports }) => jsonResponse(200, statusResource(await readOverview(ports)))),
  sees('/api/pause', async (call) => pauseAnswer(await readPause(call.ports))),
  acts('/api/pause', async (call) => {
    const { reason } = await jsonBody(call, ReasonBody);
    await pauseConnector(reason, call.person, call.ports, ifMatch(call));
    return changed(call);
  }),
  acts('/api/resume', async (call) => {
    const { reason } = await jsonBody(call, ReasonBody);
    const { value } = await readPause(call.ports);
    if (value === undefined) throw new ApiProblem(409, 'not-paused', 'Not possible now', 'The connector is not paused.');
    if (value.isConfigured && value.at === '')
      throw new ApiProblem(
        409,
        'paused-by-stack',
        'Not possible now',
        'The configuration of the stack pauses the connector: set "paused" to false there and deploy it.',
      );
    await resumeConnector(reason, call.person, call.ports, ifMatch(call));
    return changed(call);
  }),
];

async function changed({ ports }: ApiCall): Promise<WebResponse> {
  forgetRecent(ports);
  return pauseAnswer(await readPause(ports));
}

function pauseAnswer({ value, etag }: StateDocument<Pause | undefined>): WebResponse {
  const pause = value === undefined ? null : { by: value.by, at: value.at || null, reason: value.reason, isConfigured: value.isConfigured };
  return jsonResponse(200, { isPaused: value !== undefined, pause }, etagHeader(etag));
}

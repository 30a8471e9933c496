import * as v from 'valibot';
import { ActRefusedError } from '../../pipeline/admin/act-refused';
import { activateVersion, type CheckedUpload, rollBack, uploadMapping } from '../../pipeline/admin/mapping-acts';
import { mappingBytes, mappingVersions, versionChange, versionFigures } from '../../pipeline/admin/mapping-versions';
import { KNOWN_DAYS } from '../../pipeline/numbers/number-activity';
import { fileResponse, jsonResponse, type WebResponse } from '../http';
import { shownTo } from '../mask';
import { type ApiCall, acts, etagHeader, fileBody, ifMatch, jsonBody, type Operation, queryWhole, REASON, sees, takesOut } from './call';
import { ApiProblem } from './problem';
import { activatedResource } from './resources';

const SHOWN_FIGURES = 20;
const MAX_CHANGES = 1_000;

const ActivateBody = v.strictObject({ reason: REASON, confirm: v.optional(v.boolean(), false) });

export const MAPPING_OPERATIONS: readonly Operation[] = [
  sees('/api/mapping', mappingAnswer),
  acts('/api/mapping/versions', async (call) => {
    const days = queryWhole(call, 'days', KNOWN_DAYS, KNOWN_DAYS);
    return uploadAnswer(await uploadMapping(await fileBody(call), call.ports, days), call);
  }),
  takesOut('GET', '/api/mapping/versions/{version}/file', async (call) => {
    const version = versionOf(call);
    return fileResponse('text/csv; charset=utf-8', `mapping-${version.slice(0, 8)}.csv`, await mappingBytes(version, call.ports.stores));
  }),
  sees('/api/mapping/versions/{version}/changes', changesAnswer),
  acts('/api/mapping/versions/{version}/activate', async (call) => {
    const { reason, confirm } = await jsonBody(call, ActivateBody);
    const order = { version: versionOf(call), reason, isConfirmed: confirm, seen: ifMatch(call) };
    return jsonResponse(200, activatedResource(await activateVersion(order, call.person, call.ports)));
  }),
  acts('/api/mapping/versions/{version}/roll-back', async (call) => {
    const { reason, confirm } = await jsonBody(call, ActivateBody);
    const version = versionOf(call);
    const { versions } = await mappingVersions(call.ports.stores);
    const past = versions.find((each) => each.version === version && !each.isCurrent);
    if (past === undefined) throw new ActRefusedError('not-found', 'no-such-version', `${version} was not active before.`);
    return jsonResponse(
      200,
      activatedResource(
        await rollBack({ version, reason, isConfirmed: confirm, seen: ifMatch(call) }, past.number, call.person, call.ports),
      ),
    );
  }),
];

function versionOf(call: ApiCall): string {
  const version = call.params['version'] ?? '';
  if (/^[0-9a-f]{64}$/.test(version)) return version;
  throw new ApiProblem(404, 'no-such-version', 'Not found', 'A version is named by the SHA-256 of its file.');
}

async function mappingAnswer({ ports }: ApiCall): Promise<WebResponse> {
  const { versions, etag } = await mappingVersions(ports.stores);
  const history = await Promise.all(
    versions.map(async (each, index) => ({
      ...each,
      changes: index < SHOWN_FIGURES ? await versionFigures(each.previous, each.version, ports.stores) : null,
    })),
  );
  const owned = ports.facts.mappingOwnedBy;
  return jsonResponse(
    200,
    { current: history.find(({ isCurrent }) => isCurrent) ?? null, history, ownedByStack: owned || null },
    etagHeader(etag),
  );
}

function uploadAnswer({ file, preview, seen }: CheckedUpload, call: ApiCall): WebResponse {
  const { version, state, rowCount, rows, problems, problemCount } = file;
  const checked = { version, state, rowCount, rows: rows.length, problems, problemCount };
  if (state === 'refused')
    throw new ApiProblem(
      422,
      'mapping-refused',
      'Not usable',
      `The mapping file is refused: ${problemCount} ${problemCount === 1 ? 'problem' : 'problems'}.`,
      checked,
    );
  const shown = shownTo(call.person);
  const masked =
    preview === undefined ? null : { ...preview, rows: preview.rows.map((row) => ({ ...row, number: shown.number(row.number) })) };
  return jsonResponse(200, { ...checked, preview: masked }, etagHeader(seen));
}

async function changesAnswer(call: ApiCall): Promise<WebResponse> {
  const version = versionOf(call);
  const { versions } = await mappingVersions(call.ports.stores);
  const found = versions.find((each) => each.version === version);
  if (found === undefined) throw new ActRefusedError('not-found', 'no-such-version', `${version} was never active.`);
  const { changes, ...sums } = await versionChange(found, call.ports.stores);
  const shown = shownTo(call.person);
  const listed = changes.slice(0, MAX_CHANGES).map((change) => ({
    number: shown.number(change.phone),
    kind: change.kind,
    before: change.before.map(({ mailbox }) => mailbox),
    after: change.after.map(({ mailbox }) => mailbox),
  }));
  return jsonResponse(200, { version, number: found.number, previous: found.previous, changes: listed, total: changes.length, ...sums });
}

import * as v from 'valibot';
import { ActRefusedError } from '../../pipeline/admin/act-refused';
import type { AdminPorts } from '../../pipeline/admin/admin-ports';
import { examine } from '../../pipeline/admin/doctor/examine';
import { fullProbe } from '../../pipeline/admin/probe/full-probe';
import { probeMailbox } from '../../pipeline/admin/probe-mailbox';
import { forgetRecent } from '../../pipeline/admin/recently';
import { uploadRoster } from '../../pipeline/admin/roster';
import { attestHold, checkScope, finishSetup, sendTestAlert, testSource } from '../../pipeline/admin/setup-acts';
import { changedSettings, setupFacts, setupSteps } from '../../pipeline/admin/setup-view';
import { acceptTerms } from '../../pipeline/admin/terms';
import { jsonResponse, type WebResponse } from '../http';
import { type ApiCall, acts, fileBody, jsonBody, type Operation, sees } from './call';

const TermsBody = v.strictObject({ sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/, 'the SHA-256 of the terms that were read')) });
const mailboxAddress = v.pipe(v.string(), v.trim(), v.minLength(3, 'is missing'), v.maxLength(320));
const ProbeBody = v.strictObject({ mailbox: mailboxAddress });
const FullProbeBody = v.strictObject({ mailbox: mailboxAddress, outside: v.nullish(mailboxAddress) });
const DoctorBody = v.strictObject({ mailbox: v.nullish(mailboxAddress), outside: v.nullish(mailboxAddress) });
const HoldBody = v.strictObject({ statement: v.pipe(v.string(), v.trim(), v.maxLength(1_000)) });

export const SETUP_OPERATIONS: readonly Operation[] = [
  sees('/api/setup', async ({ ports }) => setupAnswer(ports)),
  sees('/api/terms', async ({ ports }) => jsonResponse(200, ports.facts.terms)),
  acts('/api/setup/terms', async (call) => {
    const { sha256 } = await jsonBody(call, TermsBody);
    if (sha256 !== call.ports.facts.terms.sha256)
      throw new ActRefusedError('conflict', 'other-terms', 'These are not the terms of this release. Read them again, then accept them.');
    await acceptTerms(sha256, call.person, call.ports);
    return changed(call);
  }),
  acts('/api/setup/source-test', async (call) => jsonResponse(200, await testSource(call.person, call.ports))),
  acts('/api/setup/scope-check', async (call) => jsonResponse(200, await checkScope(call.person, call.ports))),
  acts('/api/setup/probe', async (call) => {
    const { mailbox } = await jsonBody(call, ProbeBody);
    const result = await probeMailbox(mailbox, call.person, call.ports);
    forgetRecent(call.ports);
    return jsonResponse(200, result);
  }),
  acts('/api/setup/full-probe', async (call) => {
    const { mailbox, outside } = await jsonBody(call, FullProbeBody);
    const result = await fullProbe({ mailbox, outside: outside ?? undefined }, call.person, call.ports);
    forgetRecent(call.ports);
    const switches = result.switches.map((each) => ({ ...each, value: each.value ?? null }));
    return jsonResponse(200, { ...result, switches });
  }),
  acts('/api/setup/doctor', async (call) => {
    const { mailbox, outside } = await jsonBody(call, DoctorBody);
    const result = await examine({ mailbox: mailbox ?? undefined, outside: outside ?? undefined }, call.person, call.ports);
    forgetRecent(call.ports);
    return jsonResponse(200, result);
  }),
  acts('/api/setup/hold', async (call) => {
    await attestHold((await jsonBody(call, HoldBody)).statement, call.person, call.ports);
    return changed(call);
  }),
  acts('/api/setup/alert-test', async (call) => {
    if (call.ports.facts.isLocal)
      throw new ActRefusedError(
        'unavailable',
        'no-alerts-here',
        'Alerts are sent by Azure Monitor. Local mode has none; its log is the terminal.',
      );
    await sendTestAlert(call.person, call.ports);
    return changed(call);
  }),
  acts('/api/setup/roster', async (call) => {
    const comparison = await uploadRoster(await fileBody(call), call.person, call.ports);
    forgetRecent(call.ports);
    return jsonResponse(200, comparison);
  }),
  acts('/api/setup/finish', async (call) => {
    await finishSetup(call.person, call.ports);
    return changed(call);
  }),
];

function changed({ ports }: ApiCall): Promise<WebResponse> {
  forgetRecent(ports);
  return setupAnswer(ports);
}

async function setupAnswer(ports: AdminPorts): Promise<WebResponse> {
  const facts = await setupFacts(ports);
  const { state } = facts;
  const finished = state.finished === undefined ? null : { by: state.finished.by, at: state.finished.at };
  return jsonResponse(200, {
    steps: setupSteps(facts, ports).map(({ id, number, name, state: stepState, isNeeded }) => ({
      id,
      number,
      name,
      state: stepState,
      isNeeded,
    })),
    terms: state.terms ?? null,
    termsSha256: ports.facts.terms.sha256,
    sourceTest: state.sourceTest ?? null,
    roster: state.roster ?? null,
    scope: state.scope ?? null,
    probe: state.probe ?? null,
    hold: state.hold ?? null,
    alerts: state.alerts ?? null,
    finished,
    settings: ports.facts.settings,
    changedSettings: changedSettings(state, ports.facts.settings),
  });
}

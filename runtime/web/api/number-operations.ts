import * as v from 'valibot';
import { correctNumber } from '../../pipeline/admin/correct-number';
import { mapNumber, notOurs } from '../../pipeline/admin/number-acts';
import { seenNumbers } from '../../pipeline/admin/numbers-view';
import type { NumberState } from '../../pipeline/rows/number-row';
import { jsonResponse } from '../http';
import { shownTo } from '../mask';
import { acts, jsonBody, type Operation, queryChoice, queryText, queryWhole, REASON, sees, TIME } from './call';
import { activatedResource } from './resources';

const STATES: readonly NumberState[] = ['unresolved', 'external', 'not-ours'];
const MAX_NUMBERS = 500;

const NUMBER = v.pipe(v.string(), v.trim(), v.minLength(1, 'is missing'), v.maxLength(300));
const MapBody = v.strictObject({
  number: NUMBER,
  mailbox: v.pipe(v.string(), v.trim(), v.minLength(3, 'is missing'), v.maxLength(320)),
  validFrom: v.optional(TIME),
  confirm: v.optional(v.boolean(), false),
  withEarlierItems: v.optional(v.boolean(), false),
  reason: REASON,
});
const NotOursBody = v.strictObject({ number: NUMBER, reason: REASON });
const CorrectBody = v.strictObject({ number: NUMBER, from: TIME, to: TIME, reason: REASON });

export const NUMBER_OPERATIONS: readonly Operation[] = [
  sees('/api/numbers', async (call) => {
    const state = queryChoice(call, 'state', STATES) ?? 'unresolved';
    const limit = queryWhole(call, 'limit', 100, MAX_NUMBERS);
    const after = queryText(call, 'after');
    const all = await seenNumbers(state, call.ports);
    const start = after === undefined ? 0 : all.findIndex(({ key }) => key === after) + 1;
    const page = all.slice(start, start + limit);
    const shown = shownTo(call.person);
    const numbers = page.map((each) => ({ ...each, shown: shown.number(each.shown), name: shown.name(each.name) }));
    return jsonResponse(200, { numbers, total: all.length, next: start + limit < all.length ? (page.at(-1)?.key ?? null) : null });
  }),
  acts('/api/numbers/map', async (call) => {
    const { confirm, validFrom, ...order } = await jsonBody(call, MapBody);
    const { itemsRun, ...activated } = await mapNumber({ ...order, validFrom, isConfirmed: confirm }, call.person, call.ports);
    return jsonResponse(200, { ...activatedResource(activated), itemsRun: itemsRun || null });
  }),
  acts('/api/numbers/not-ours', async (call) => {
    const { number, reason } = await jsonBody(call, NotOursBody);
    const { runId } = await notOurs(number, reason, call.person, call.ports);
    return jsonResponse(200, { runId: runId || null });
  }),
  acts('/api/numbers/correct', async (call) =>
    jsonResponse(202, await correctNumber(await jsonBody(call, CorrectBody), call.person, call.ports)),
  ),
];

import { ALERT_RULES, LOG_TEXT, RUN_HISTORY_QUERY } from '../../infra/alert-rules';
import { JsonLog } from '../../runtime/adapters/telemetry/json-log';
import { sendTestAlert } from '../../runtime/pipeline/admin/setup-acts';
import { smallDay } from '../faults/harness/small-day';
import { ADMIN, adminPorts } from '../pipeline/admin/admin-world';
import { activate } from '../pipeline/synthetic-world';
import { World } from '../pipeline/world/world';

type Line = Readonly<Record<string, unknown>>;

/** The lines that the runtime really writes over a day, in the form in which Log Analytics gets them. */
async function writtenLines(): Promise<readonly Line[]> {
  const day = smallDay(5, { items: 6, packages: 1 });
  const world = new World({
    users: day.users,
    start: '2026-11-21T06:30:00Z',
    options: { allowedDomains: day.domains, credentialExpiresOn: new Date('2026-12-24T00:00:00Z') },
  });
  for (const { name, content, arrivedAt } of day.packages) world.site.put(name, content, { arrivedAt });
  const process = world.process();
  await activate(process, day.mapping);
  await process.run(() => process.pipeline.openRun({ trigger: 'schedule', by: 'schedule' }));
  await process.drain({ workers: 4 });
  await process.run(() =>
    process.pipeline.settle({ deadline: new Date(world.clock.now().getTime() + 60_000), signal: new AbortController().signal }),
  );
  await process.run(() => sendTestAlert(ADMIN, adminPorts(process, { alertRecipients: ['a@contoso.example'] })));
  const written: Line[] = [];
  const log = new JsonLog(
    (_level, line) => written.push(JSON.parse(line) as Line),
    () => world.clock.now(),
  );
  for (const { level, text, fields } of world.log) log[level](text, fields);
  return written;
}

const fieldsIn = (query: string): string[] => [...query.matchAll(/\bline\.(\w+)/g)].map((match) => match[1] ?? '');
const textIn = (query: string): string | undefined => /tostring\(line\.text\) == "([^"]+)"/.exec(query)?.[1];

describe('the queries of alerts and workbook', () => {
  let lines: readonly Line[];
  beforeAll(async () => {
    lines = await writtenLines();
  });

  const queries = [...ALERT_RULES.map(({ name, query }) => [name, query] as const), ['run history', RUN_HISTORY_QUERY] as const];

  it.each(queries)('%s reads a line that the runtime writes, and only fields that stand in it', (_name, query) => {
    const text = textIn(query);
    const line = lines.find((each) => (text === undefined ? each['level'] === 'error' : each['text'] === text));

    expect(line).toBeDefined();
    for (const field of fieldsIn(query)) expect(Object.keys(line ?? {})).toContain(field);
    expect(line).not.toHaveProperty('droppedFields');
  });

  it('compare with values of the kind that the line holds', () => {
    const status = lines.findLast(({ text }) => text === LOG_TEXT.status);
    const closed = lines.find(({ text }) => text === LOG_TEXT.runClosed);

    for (const gauge of ['heldOpen', 'poisonMessages', 'weekdayHoursSilent', 'credentialDaysLeft'])
      expect(typeof status?.[gauge]).toBe('number');
    expect(['complete', 'degraded', 'incomplete']).toContain(closed?.['state']);
    expect(closed?.['reconciled']).toBe(true);
  });
});

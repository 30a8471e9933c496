/**
 * Lines of the runtime's log that alerts and the workbook read. The runtime writes each as one JSON object; `text` is the static text,
 * the other fields are numbers and fixed words.
 */
export const LOG_TEXT = {
  runClosed: 'Run closed',
  /** Written by the settle timer every 5 minutes: the gauges below. */
  status: 'Connector status',
  /** Written when an administrator asks for a test alert. */
  test: 'Test alert',
} as const;

/** An alert that fires while its query gives a row. Durations are ISO 8601, out of the list that Azure takes. */
export interface AlertRule {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  /** 0 critical, 1 error, 2 warning, 3 informational. */
  readonly severity: 0 | 1 | 2 | 3;
  readonly query: string;
  readonly everyPeriod: 'PT5M' | 'PT15M' | 'PT1H';
  /** How far back the query reads: longer than the period, because lines arrive some minutes late; out of the list that Azure takes. */
  readonly lookBack: 'PT30M' | 'P1D' | 'P2D';
  /** Whether it makes no sense while collecting is paused. */
  readonly isQuietWhenPaused: boolean;
}

const LINES = 'AppTraces | extend line = parse_json(Message)';

const lines = (text: string): string => `${LINES} | where tostring(line.text) == "${text}"`;

/** The newest value of a gauge, as a table of one row. */
const newest = (gauge: string): string =>
  `${lines(LOG_TEXT.status)} | summarize arg_max(TimeGenerated, line) | extend value = todouble(line.${gauge})`;

/** A day's run that starts at the same time every day may take two hours longer than the one before. */
const LONGEST_HOURS_WITHOUT_RUN = 26;
/** One working day; a daily listing that finds nothing comes a little later than the one before. */
const SILENT_WEEKDAY_HOURS = 26;
const CREDENTIAL_WARNING_DAYS = 30;

export const ALERT_RULES: readonly AlertRule[] = [
  {
    name: 'act-now',
    title: 'The connector asks for somebody',
    description: 'It wrote a line at the level "error": docs/operations.md, "Act now", says for each what happened and what to do.',
    severity: 1,
    query: `${LINES} | where tostring(line.level) == "error" and tostring(line.text) != "${LOG_TEXT.test}"`,
    everyPeriod: 'PT5M',
    lookBack: 'PT30M',
    isQuietWhenPaused: false,
  },
  {
    name: 'no-complete-run',
    title: `No complete run in ${LONGEST_HOURS_WITHOUT_RUN} hours`,
    description: 'No run was closed with its counts reconciled. Messages wait at the source; nothing is lost while the source keeps them.',
    severity: 1,
    query: [
      lines(LOG_TEXT.runClosed),
      '| where tostring(line.state) in ("complete", "degraded")',
      '| summarize last = max(TimeGenerated)',
      `| where isnull(last) or last < ago(${LONGEST_HOURS_WITHOUT_RUN}h)`,
    ].join('\n'),
    everyPeriod: 'PT1H',
    lookBack: 'P2D',
    isQuietWhenPaused: true,
  },
  {
    name: 'held-grew',
    title: 'More items are held than a day ago',
    description: 'Items were not imported yet for a reason that somebody can remove. The connector page lists them.',
    severity: 2,
    query: [
      lines(LOG_TEXT.status),
      '| extend held = toint(line.heldOpen)',
      '| order by TimeGenerated asc',
      '| summarize history = make_list(held)',
      '| where toint(history[-1]) > toint(history[0])',
    ].join('\n'),
    everyPeriod: 'PT1H',
    lookBack: 'P1D',
    isQuietWhenPaused: false,
  },
  {
    name: 'poison-not-empty',
    title: 'A queue message failed five times',
    description: 'A poison queue is not empty: a defect or damage that the connector did not get over by itself.',
    severity: 1,
    query: `${newest('poisonMessages')} | where value > 0`,
    everyPeriod: 'PT15M',
    lookBack: 'P1D',
    isQuietWhenPaused: false,
  },
  {
    name: 'reconciliation-difference',
    title: 'The counts of a run do not add up',
    description: 'A run closed as incomplete. Its report names the difference.',
    severity: 0,
    query: `${lines(LOG_TEXT.runClosed)} | where tostring(line.state) == "incomplete"`,
    everyPeriod: 'PT15M',
    lookBack: 'P1D',
    isQuietWhenPaused: false,
  },
  {
    name: 'source-silent',
    title: 'Nothing arrived from the source for a working day',
    description: 'The source answers but lists nothing new. Ask the vendor whether it still records.',
    severity: 2,
    query: `${newest('weekdayHoursSilent')} | where value >= ${SILENT_WEEKDAY_HOURS}`,
    everyPeriod: 'PT1H',
    lookBack: 'P1D',
    isQuietWhenPaused: true,
  },
  {
    name: 'credential-expires',
    title: `The credential of the source expires within ${CREDENTIAL_WARNING_DAYS} days`,
    description: 'Set the new credential with `npm run set-credential` and its last day with `credentialExpiresOn`.',
    severity: 2,
    query: `${newest('credentialDaysLeft')} | where value <= ${CREDENTIAL_WARNING_DAYS}`,
    everyPeriod: 'PT1H',
    lookBack: 'P1D',
    isQuietWhenPaused: false,
  },
  {
    name: 'test',
    title: 'Test alert',
    description: 'An administrator asked for it on the connector page, to see that alerts arrive.',
    severity: 3,
    query: lines(LOG_TEXT.test),
    everyPeriod: 'PT5M',
    lookBack: 'PT30M',
    isQuietWhenPaused: false,
  },
];

/** The runs of the last month, newest first: what the workbook shows. */
export const RUN_HISTORY_QUERY = [
  lines(LOG_TEXT.runClosed),
  '| project Closed = TimeGenerated, Run = tostring(line.runId), State = tostring(line.state), Imported = toint(line.imported),',
  '  Held = toint(line.held), Failed = toint(line.failed), Reconciled = tobool(line.reconciled)',
  '| order by Closed desc',
].join('\n');

import { RUN_HISTORY_QUERY } from './alert-rules';

const QUERY_ITEM = 3;
const TEXT_ITEM = 1;
const RESOURCE_LOGS = 0;

/** The workbook of a stack as Azure stores it: the history of runs and what is open. The same text for the same stack. */
export function workbookContent(stack: string, workspaceId: string): string {
  const query = (name: string, title: string, kql: string, visualization: 'table' | 'barchart'): object => ({
    type: QUERY_ITEM,
    name,
    content: {
      version: 'KqlItem/1.0',
      title,
      query: kql,
      size: RESOURCE_LOGS,
      timeContext: { durationMs: 30 * 24 * 3_600_000 },
      queryType: RESOURCE_LOGS,
      resourceType: 'microsoft.operationalinsights/workspaces',
      visualization,
    },
  });
  return JSON.stringify({
    version: 'Notebook/1.0',
    items: [
      { type: TEXT_ITEM, name: 'heading', content: { json: `## Signal archive connector, ${stack}` } },
      query('runs', 'Runs of the last 30 days', RUN_HISTORY_QUERY, 'table'),
      query('outcomes', 'Imported and held, by run', `${RUN_HISTORY_QUERY}\n| project Closed, Imported, Held, Failed`, 'barchart'),
    ],
    fallbackResourceIds: [workspaceId],
  });
}

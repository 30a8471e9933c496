import { escapeHtml } from '../../domain/evidence/html';
import type { AdminPorts } from '../../pipeline/admin/admin-ports';
import { readOverview } from '../../pipeline/admin/overview';
import type { Person } from '../../pipeline/admin/person';
import type { Assets } from '../assets';
import { textResponse, type WebRequest, type WebResponse } from '../http';
import { sentenceText, stateSentence } from '../state-sentence';

export interface PageParts {
  readonly ports: AdminPorts;
  /** Who looks at it: signed in, with a role. */
  readonly person: Person;
  readonly assets: Assets;
}

const HTML = 'text/html; charset=utf-8';

/** Answers a GET or HEAD of a view. */
export async function answerPage({ url }: WebRequest, { ports, assets }: PageParts): Promise<WebResponse> {
  if (url.pathname !== '/') return textResponse(404, HTML, htmlOf('There is no such page.', '', assets));
  const { statement, open } = stateSentence(await readOverview(ports));
  return textResponse(200, HTML, htmlOf(sentenceText(statement), sentenceText(open), assets));
}

function htmlOf(statement: string, open: string, assets: Assets): string {
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Signal archive</title><link rel="stylesheet" href="${assets.url('page.css')}"></head>
<body><main><h1>Signal archive</h1><p role="status">${escapeHtml(statement)}</p><p>${escapeHtml(open)}</p></main></body>
</html>
`;
}

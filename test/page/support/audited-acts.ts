import { type ApiCall, apiAt, type Caller } from '../../e2e/support/api-client';

interface AuditedAct {
  readonly who: string;
  readonly as: Exclude<Caller, 'nobody'>;
  readonly path: string;
  readonly body: object;
}

/** A week of administrators in a minute: what the list of acts looks like when there are some. */
const ACTS: readonly AuditedAct[] = [
  {
    who: 'rosa.marsh',
    as: 'Admin',
    path: '/api/setup/hold',
    body: { statement: 'Litigation hold on all mapped mailboxes, checked with Legal' },
  },
  { who: 'rosa.marsh', as: 'Admin', path: '/api/setup/probe', body: { mailbox: 'marek.nowak@contoso.example' } },
  {
    who: 'ivo.klein',
    as: 'Admin',
    path: '/api/numbers/not-ours',
    body: { number: '447700900174', reason: 'Airport shuttle, a supplier' },
  },
  { who: 'dana.reyes', as: 'Reader', path: '/api/held/replay', body: { filter: {}, reason: '' } },
  {
    who: 'ivo.klein',
    as: 'Admin',
    path: '/api/held/release',
    body: { filter: { reason: 'rejected-package' }, reason: 'Third entry was empty, TeleMessage ticket 5121' },
  },
  { who: 'lou.ferrer', as: 'Auditor', path: '/api/audit/export', body: { format: 'csv', reason: 'Quarterly review' } },
];

export async function actAsAdministrators(origin: string): Promise<void> {
  const call = apiAt(origin);
  for (const { who, as, path, body } of ACTS) {
    const answer = await call({
      method: 'POST',
      path,
      as,
      body,
      headers: { 'x-local-sign-in': `roles=DataConnector.${as}&user=${who}@contoso.example` },
    });
    if (answer.status >= 400 && as === 'Admin') throw new Error(`${path} answered ${answer.status}: ${answer.text}`);
    if (answer.headers.has('location')) await untilClosed(answer.headers.get('location') ?? '', call);
  }
}

async function untilClosed(path: string, call: ApiCall): Promise<void> {
  for (;;) {
    const { status, text } = await call({ method: 'GET', path });
    if (status !== 200 || (JSON.parse(text) as { finishedAt?: string | null }).finishedAt) return;
    await new Promise((resolve) => setTimeout(resolve, 1_000));
  }
}

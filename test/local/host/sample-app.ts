import { app } from '@azure/functions';

/** Functions that say what they see, to test the host with. Built and run as a process of its own. */

interface SampleMessage {
  readonly n: number;
  readonly act?: 'fail' | 'crash' | 'wait';
  readonly milliseconds?: number;
}

const tell = (what: object): string => JSON.stringify(what);

app.hook.appTerminate(() => {
  process.stdout.write(`${tell({ terminated: true })}\n`);
});

app.storageQueue('work', {
  queueName: '%SAMPLE_QUEUE%',
  connection: 'SAMPLE_STORAGE',
  handler: async (message, context) => {
    const { n, act, milliseconds } = message as SampleMessage;
    const { dequeueCount, queueTrigger } = context.triggerMetadata ?? {};
    context.log(tell({ begin: n, dequeueCount, queueTrigger, keys: Object.keys(message as object) }));
    if (act === 'crash' && dequeueCount === 1) process.kill(process.pid, 'SIGKILL');
    if (act === 'fail') throw new Error(`message ${n} fails`);
    if (act === 'wait') await new Promise((resolve) => setTimeout(resolve, milliseconds));
    context.log(tell({ end: n }));
  },
});

app.storageQueue('workPoison', {
  queueName: '%SAMPLE_QUEUE%-poison',
  connection: 'SAMPLE_STORAGE',
  handler: async (message, context) => context.warn(tell({ poison: (message as SampleMessage).n })),
});

app.timer('tick', {
  schedule: '*/1 * * * * *',
  handler: async (timer, context) => context.log(tell({ tick: timer.isPastDue })),
});

let nightlyRuns = 0;

app.timer('nightly', {
  schedule: '%SAMPLE_SCHEDULE%',
  retry: { strategy: 'fixedDelay', maxRetryCount: 2, delayInterval: { seconds: 1 } },
  handler: async (_timer, context) => {
    nightlyRuns += 1;
    context.log(tell({ nightly: nightlyRuns, retry: context.retryContext?.retryCount }));
    if (nightlyRuns === 1) throw new Error('the first run fails');
  },
});

app.http('page', {
  route: '',
  methods: ['GET'],
  authLevel: 'anonymous',
  handler: async (request) => ({
    body: `user ${request.user?.id ?? 'nobody'}`,
    headers: { 'content-type': 'text/plain', 'x-url': request.url },
    cookies: [{ name: 'a', value: 'b c', httpOnly: true, sameSite: 'Strict', path: '/' }],
  }),
});

app.http('echo', {
  route: 'api/echo/{id}',
  methods: ['POST'],
  authLevel: 'anonymous',
  handler: async (request) => ({
    status: 201,
    jsonBody: {
      id: request.params['id'],
      query: request.query.getAll('q'),
      principal: request.headers.get('x-ms-client-principal'),
      body: await request.text(),
    },
  }),
});

app.http('broken', {
  route: 'api/broken',
  methods: ['GET'],
  authLevel: 'anonymous',
  handler: async () => {
    throw new Error('broken on purpose');
  },
});

import { app } from '@azure/functions';
import { withConnector } from './connector-of-process';

app.timer('openRun', {
  schedule: '%SCHEDULE%',
  retry: { strategy: 'fixedDelay', maxRetryCount: 3, delayInterval: { seconds: 60 } },
  handler: (_timer, context) => withConnector(context, (connector) => connector.openScheduledRun()),
});

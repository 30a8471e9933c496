import { app } from '@azure/functions';
import { connectorOfProcess } from './connector-of-process';

app.timer('openRun', {
  schedule: '%SCHEDULE%',
  retry: { strategy: 'fixedDelay', maxRetryCount: 3, delayInterval: { seconds: 60 } },
  handler: async (_timer, context) => {
    const { pipeline } = connectorOfProcess(context);
    await pipeline.openRun({ trigger: 'schedule', by: 'schedule' });
  },
});

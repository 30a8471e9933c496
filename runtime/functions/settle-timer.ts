import { app } from '@azure/functions';
import { connectorOfProcess, handlingFromNow } from './connector-of-process';

app.timer('settleTimer', {
  schedule: '0 */5 * * * *',
  handler: async (_timer, context) => connectorOfProcess(context).pipeline.settle(handlingFromNow()),
});

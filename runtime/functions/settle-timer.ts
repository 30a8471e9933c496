import { app } from '@azure/functions';
import { handlingFromNow, withConnector } from './connector-of-process';

app.timer('settleTimer', {
  schedule: '0 */5 * * * *',
  handler: (_timer, context) => withConnector(context, ({ pipeline }) => pipeline.settle(handlingFromNow())),
});

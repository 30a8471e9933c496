import { app } from '@azure/functions';
import { withConnector } from './connector-of-process';
import { EVERY_METHOD } from './every-method';
import { toHttpResponse } from './to-http-response';
import { toWebRequest } from './to-web-request';

app.http('page', {
  route: '{*path}',
  methods: [...EVERY_METHOD],
  authLevel: 'anonymous',
  handler: (request, context) =>
    withConnector(context, async (connector) => toHttpResponse(await connector.answerPage(toWebRequest(request)))),
});

import { app } from '@azure/functions';
import { withConnector } from './connector-of-process';
import { EVERY_METHOD } from './every-method';
import { toHttpResponse } from './to-http-response';
import { toWebRequest } from './to-web-request';

/** The platform signs people in; whether it did is what the handler proves first. */
app.http('api', {
  route: 'api/{*path}',
  methods: [...EVERY_METHOD],
  authLevel: 'anonymous',
  handler: (request, context) =>
    withConnector(context, async (connector) => toHttpResponse(await connector.answerApi(toWebRequest(request)))),
});

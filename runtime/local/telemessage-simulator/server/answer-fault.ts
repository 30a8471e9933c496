import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Fault } from './fault-script';

const LOGIN_PAGE = '<!DOCTYPE html>\n<html><head><title>Sign in</title></head><body><h1>Please sign in</h1></body></html>\n';

/** Answers a fault that is the same for every operation. `false`: it is none of them, the operation itself must see to it. */
export function answeredByFault(fault: Fault, request: IncomingMessage, response: ServerResponse): boolean {
  switch (fault.kind) {
    case 'html':
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(LOGIN_PAGE);
      return true;
    case 'status':
      response.writeHead(fault.status, fault.retryAfter === undefined ? {} : { 'retry-after': fault.retryAfter }).end();
      return true;
    case 'redirect':
      response.writeHead(302, { location: fault.location }).end();
      return true;
    case 'hang':
      return true;
    case 'reset':
      request.socket.destroy();
      return true;
    default:
      return false;
  }
}

import type { IncomingMessage } from 'node:http';
import { type Answer, json } from './answer';
import type { FaultRule, FaultScript } from './fault-script';
import type { PackageShelf } from './package-shelf';

/** Everything below this path moves the simulator itself; the vendor has nothing like it. */
export const CONTROL_PATH = '/_simulator/';
/** What can be moved. */
export interface Controlled {
  readonly shelf: PackageShelf;
  readonly faults: FaultScript;
  readonly journal: readonly unknown[];
  readonly acknowledged: readonly string[];
  expireSessions(): void;
}

const LARGEST_PACKAGE_BYTES = 256 * 1024 * 1024;

/**
 * - `POST faults`: a fault rule as JSON; `DELETE faults`: no more faults
 * - `POST expire-sessions`
 * - `PUT packages/<name>?arrivedAt=<UTC time>`: the body is a package; `DELETE packages/<name>`
 * - `GET journal`: what was asked, and what was acknowledged
 */
export async function answerControl(simulator: Controlled, url: URL, request: IncomingMessage): Promise<Answer> {
  const [what = '', ...rest] = url.pathname.slice(CONTROL_PATH.length).split('/');
  const name = decodeURIComponent(rest.join('/'));
  switch (`${request.method} ${what}`) {
    case 'POST faults':
      simulator.faults.add(JSON.parse((await readBody(request)).toString('utf8')) as FaultRule);
      return { status: 204 };
    case 'DELETE faults':
      simulator.faults.clear();
      return { status: 204 };
    case 'POST expire-sessions':
      simulator.expireSessions();
      return { status: 204 };
    case 'PUT packages': {
      const arrivedAt = new Date(url.searchParams.get('arrivedAt') ?? Date.now());
      const { id, etag } = simulator.shelf.put(name, await readBody(request), arrivedAt);
      return json(200, { id, etag });
    }
    case 'DELETE packages':
      simulator.shelf.remove(name);
      return { status: 204 };
    case 'GET journal':
      return json(200, { requests: simulator.journal, acknowledged: simulator.acknowledged });
    default:
      return json(404, { error: 'no such control' });
  }
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > LARGEST_PACKAGE_BYTES) throw new RangeError('The package is larger than the simulator takes');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

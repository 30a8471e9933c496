import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SystemClock } from '../../../runtime/adapters/telemetry/system-clock';
import { ConnectorError } from '../../../runtime/domain/failure/connector-error';
import { RowChangedError, RowExistsError } from '../../../runtime/ports/storage-errors';
import { InMemoryArchiveAccount } from '../../fakes/in-memory-archive-storage';
import { blobRequest } from './blob-requests';
import { queueRequest } from './queue-requests';
import { answer, type StoreAnswer, type StoreRequest } from './store-request';
import { tableRequest } from './table-requests';

const ACCOUNT = 'devstoreaccount1';
const KEY = Buffer.alloc(64, 1).toString('base64');

export interface StoreServer {
  readonly connectionString: string;
  stop(): Promise<void>;
}

/**
 * The in-memory stores of the tests behind the protocol of Azure Storage, as far as the connector speaks it: for measures in which Azurite would
 * be what is measured (one of its tables slows with every row). It passes the same contract suite; it checks no signature.
 */
export async function startStore(): Promise<StoreServer> {
  const clock = new SystemClock();
  const account = new InMemoryArchiveAccount(clock);
  const storage = account.connect();
  const handle = async (request: StoreRequest): Promise<StoreAnswer> => {
    if (request.service === 'table') return tableRequest(request, storage);
    return request.service === 'queue' ? queueRequest(request, account) : blobRequest(request, storage, account);
  };
  const servers = await Promise.all(
    (['blob', 'queue', 'table'] as const).map((service) =>
      listen((incoming, body) => respond({ ...parsed(incoming), service, body }, handle)),
    ),
  );
  const [blob, queue, table] = servers.map((server) => `http://127.0.0.1:${(server.address() as AddressInfo).port}/${ACCOUNT}`);
  return {
    connectionString: `DefaultEndpointsProtocol=http;AccountName=${ACCOUNT};AccountKey=${KEY};BlobEndpoint=${blob};QueueEndpoint=${queue};TableEndpoint=${table}`,
    stop: async () => {
      for (const server of servers) {
        server.closeAllConnections();
        await new Promise((resolve) => server.close(resolve));
      }
    },
  };
}

function listen(handle: (incoming: IncomingMessage, body: Buffer) => Promise<StoreAnswer>): Promise<Server> {
  const server = createServer((incoming, response) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.once('end', () => void handle(incoming, Buffer.concat(chunks)).then((each) => write(each, response)));
  });
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}

function parsed({ method = '', url = '', headers }: IncomingMessage): Omit<StoreRequest, 'service' | 'body'> {
  const { pathname, searchParams } = new URL(url, 'http://localhost');
  return { method, path: pathname.slice(`/${ACCOUNT}`.length), query: searchParams, headers: headers as Readonly<Record<string, string>> };
}

async function respond(request: StoreRequest, handle: (request: StoreRequest) => Promise<StoreAnswer>): Promise<StoreAnswer> {
  try {
    return await handle(request);
  } catch (error) {
    if (error instanceof RowExistsError) return answer(409, { 'x-ms-error-code': 'EntityAlreadyExists' });
    if (error instanceof RowChangedError) return answer(412, { 'x-ms-error-code': 'UpdateConditionNotSatisfied' });
    if (error instanceof ConnectorError) return answer(412, { 'x-ms-error-code': 'ConditionNotMet' });
    return answer(500, { 'x-ms-error-code': 'InternalError' }, Buffer.from(String(error)));
  }
}

function write({ status, headers, body }: StoreAnswer, response: ServerResponse): void {
  const length = headers['content-length'] ?? String(body.length);
  response.writeHead(status, { ...headers, 'content-length': length, date: new Date().toUTCString() }).end(body);
}

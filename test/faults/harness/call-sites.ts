import { AsyncLocalStorage } from 'node:async_hooks';
import { readdirSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import ts from 'typescript';
import type { ConnectorPorts } from '../../../runtime/pipeline/connector-ports';

const ROOT = resolve(__dirname, '../../..');
const PIPELINE = 'runtime/pipeline/';
/** Ports whose methods reach out of the process. A clock, a log, a gate and a format do not. */
const OUTSIDE = new Set([
  'BlobContainer',
  'BlockUpload',
  'Table',
  'Queues',
  'Leases',
  'Lease',
  'Source',
  'Directory',
  'Exchange',
  'ExchangeMailbox',
  'StorageTime',
  'Signer',
]);

/** What only answers a handle and reaches nothing yet. */
const HANDLES = new Set(['upload', 'mailbox']);

/** A line of the pipeline that calls out: `<file>:<line> <method>`. */
export type CallSite = string;

/** Every call to the outside in the files of the pipeline, acts of administrators and `rebuild` included, found by its types. */
export function declaredCallSites(): ReadonlySet<CallSite> {
  const options: ts.CompilerOptions = { target: ts.ScriptTarget.ES2023, module: ts.ModuleKind.NodeNext, strict: true, skipLibCheck: true };
  const files = readdirSync(resolve(ROOT, PIPELINE), { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
  const program = ts.createProgram(
    files.map((name) => resolve(ROOT, PIPELINE, name)),
    { ...options, types: [] },
  );
  const checker = program.getTypeChecker();
  const sites = new Set<CallSite>();
  for (const file of program.getSourceFiles()) {
    const name = relative(ROOT, file.fileName);
    if (!name.startsWith(PIPELINE)) continue;
    const visit = (node: ts.Node): void => {
      if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression) && isOutside(node, checker)) {
        const { line } = file.getLineAndCharacterOfPosition(node.expression.name.getStart());
        sites.add(siteOf(name, line + 1, node.expression.name.text));
      }
      ts.forEachChild(node, visit);
    };
    visit(file);
  }
  return sites;
}

function isOutside(call: ts.CallExpression, checker: ts.TypeChecker): boolean {
  const parent = checker.getResolvedSignature(call)?.declaration?.parent;
  if (parent === undefined || !parent.getSourceFile().fileName.includes('/runtime/ports/')) return false;
  if (!ts.isInterfaceDeclaration(parent) || !OUTSIDE.has(parent.name.text)) return false;
  return !HANDLES.has((call.expression as ts.PropertyAccessExpression).name.text);
}

const siteOf = (file: string, line: number, method: string): CallSite => `${file.slice(PIPELINE.length)}:${line} ${method}`;

const running = new AsyncLocalStorage<CallSite>();

/** The line of the pipeline that makes the call which a fault hook sees at this moment; undefined outside of a watched process. */
export const currentCallSite = (): CallSite | undefined => running.getStore();

/** Ports that remember who called them. Costs a stack trace a call: for the run that counts, not for thousands of runs. */
export function watched(ports: ConnectorPorts): ConnectorPorts {
  const { source, directory, exchange, signer, storageTime } = ports;
  const stores = Object.fromEntries(Object.entries(ports.stores).map(([name, store]) => [name, watch(store as object)]));
  return {
    ...ports,
    stores: stores as unknown as ConnectorPorts['stores'],
    source: watch(source),
    directory: watch(directory),
    exchange: watch(exchange),
    signer: watch(signer),
    storageTime: watch(storageTime),
  };
}

function watch<T extends object>(target: T): T {
  return new Proxy(target, {
    get(object, name) {
      const value: unknown = Reflect.get(object, name, object);
      if (typeof value !== 'function' || typeof name === 'symbol') return value;
      return (...args: unknown[]) => {
        const site = callerOf(name);
        return passedOn(
          running.run(site, () => value.apply(object, args)),
          site,
        );
      };
    },
  });
}

/**
 * Leases, uploads and mailboxes call out too; a list calls out at each page. Nothing is awaited that the caller does not await itself: a watched
 * process takes the same steps in the same order as one that is not.
 */
function passedOn(answer: unknown, site: CallSite): unknown {
  if (answer instanceof Promise) {
    // Carried out before whoever asked for the lease goes on, because it began to wait earlier.
    void answer.then(watchInPlace, () => undefined);
    return answer;
  }
  if (isPort(answer)) return watch(answer as object);
  const open = (answer as AsyncIterable<unknown> | undefined)?.[Symbol.asyncIterator];
  if (open === undefined) return answer;
  const iterator = open.call(answer);
  const next = () => running.run(site, () => iterator.next());
  return {
    [Symbol.asyncIterator]: () => ({ next, return: () => iterator.return?.() ?? Promise.resolve({ done: true, value: undefined }) }),
  };
}

function watchInPlace(answer: unknown): void {
  if (!isPort(answer)) return;
  const port = answer as Record<string, unknown>;
  for (const name of Object.keys(port)) {
    const method = port[name];
    if (typeof method !== 'function') continue;
    port[name] = (...args: unknown[]) => running.run(callerOf(name), () => method.apply(port, args));
  }
}

const PORT_METHODS = ['renew', 'stage', 'create'];
const isPort = (value: unknown): boolean =>
  typeof value === 'object' &&
  value !== null &&
  PORT_METHODS.some((name) => typeof (value as Record<string, unknown>)[name] === 'function');

const FRAME = /([^ (]*runtime\/pipeline\/[^:]+):(\d+):\d+/;

/** The first line of the pipeline above the port. */
function callerOf(method: string): CallSite {
  const frames = (new Error('who calls').stack ?? '').split('\n');
  for (const frame of frames) {
    const found = FRAME.exec(frame);
    if (found !== null) return siteOf(relative(ROOT, found[1] as string), Number(found[2]), method);
  }
  return `unknown ${method}`;
}

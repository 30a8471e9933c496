import { DEFAULT_DATA_FOLDER, type LocalOptions } from '../local/start/local-options';
import { passesPastDays } from '../local/start/past-days-choice';
import { isSet, textOf, UsageError, type VerbArguments, wholeOf } from './verb';

export const DEFAULT_PORT = 7071;
export const DEFAULT_WORKERS = 16;
const MAX_PORT = 65_535;
const MAX_WORKERS = 256;
const LOOPBACK: ReadonlySet<string> = new Set(['127.0.0.1', 'localhost', '[::1]']);

/** What `local` was asked for, with its defaults. Throws `UsageError` with the option and the value that does not fit. */
export function localOptions(args: VerbArguments): LocalOptions {
  const graph = textOf(args, 'graph');
  if (graph !== undefined) checkGraph(graph);
  const once = isSet(args, 'once');
  const what = {
    once,
    source: textOf(args, 'source'),
    mapping: textOf(args, 'mapping'),
    graph,
    data: textOf(args, 'data') ?? (graph === undefined ? undefined : DEFAULT_DATA_FOLDER),
  };
  return {
    ...what,
    domains: domainsOf(args),
    report: textOf(args, 'report'),
    port: wholeOf(args, 'port', DEFAULT_PORT, 0, MAX_PORT),
    // Starts that end by themselves may run side by side; nobody has asked for this port.
    isPortFree: once && textOf(args, 'port') === undefined,
    workers: wholeOf(args, 'workers', DEFAULT_WORKERS, 1, MAX_WORKERS),
    pastDaysFirst: passesPastDays(what),
  };
}

const DOMAIN = /^[a-z0-9-]+(?:\.[a-z0-9-]+)+$/;

function domainsOf(args: VerbArguments): readonly string[] {
  const list = textOf(args, 'domains');
  if (list === undefined) return [];
  const domains = list.split(',').map((domain) => domain.trim().toLowerCase());
  const wrong = domains.find((domain) => !DOMAIN.test(domain));
  if (wrong !== undefined) throw new UsageError(`--domains must be a list such as contoso.com,fabrikam.com, got '${wrong}' in it`);
  return domains;
}

/** A fixed token is sent, which is no secret: nobody else may take it for a sign-in. */
function checkGraph(text: string): void {
  const { protocol, hostname } = URL.canParse(text) ? new URL(text) : { protocol: '', hostname: '' };
  if (!/^https?:$/.test(protocol)) throw new UsageError(`--graph must be an address such as http://127.0.0.1:9000/v1.0, got '${text}'`);
  if (!LOOPBACK.has(hostname))
    throw new UsageError(`--graph must be an address of this machine (127.0.0.1, localhost or [::1]), got '${text}'`);
}

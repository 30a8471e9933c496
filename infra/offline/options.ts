import path from 'node:path';
import { parseArgs } from 'node:util';

/** How the offline runner was called. Paths are absolute. */
export interface OfflineOptions {
  readonly verb: 'preview' | 'up';
  readonly stackFile: string;
  readonly stack: string;
  /** Folder that keeps the state for the next call; undefined = thrown away. */
  readonly backend: string | undefined;
  readonly hasPolicies: boolean;
  /** Where the state is written after success. */
  readonly exportFile: string | undefined;
  /** Tenant and object that are signed in; undefined = the stack's own tenant and some object. */
  readonly signedInTenant: string | undefined;
  readonly signedInEntraTenant: string | undefined;
  readonly signedInObject: string | undefined;
}

export class UsageError extends Error {
  override readonly name = 'UsageError';
}

export const USAGE = `npm run up:offline -- [options]   (or preview:offline)
  --stack-file <file>          stack file (default Pulumi.dev.yaml)
  --stack <name>               name of the stack (default: from the file's name)
  --backend <folder>           keep the state there, for a second call
  --policy                     enforce the policy pack
  --export <file>              write the state there after success
  --signed-in-tenant <guid>    tenant that is signed in (default: the stack's)
  --signed-in-entra-tenant <guid>  another one for Entra ID
  --signed-in-object <guid>    object that is signed in`;

const STACK_NAME = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,99}$/;

/** Reads the command line; throws `UsageError`. Paths are relative to `folder`. */
export function readOptions(args: readonly string[], folder: string): OfflineOptions {
  const { values, positionals } = parse(args);
  const [verb, ...more] = positionals;
  if ((verb !== 'preview' && verb !== 'up') || more.length > 0)
    throw new UsageError(`Say "preview" or "up", not "${positionals.join(' ')}"`);
  const stackFile = path.resolve(folder, values['stack-file'] ?? 'Pulumi.dev.yaml');
  const stack = values.stack ?? /^Pulumi\.(.+)\.ya?ml$/.exec(path.basename(stackFile))?.[1] ?? path.parse(stackFile).name;
  if (!STACK_NAME.test(stack)) throw new UsageError(`"${stack}" is no name for a stack`);
  return {
    verb,
    stackFile,
    stack,
    backend: absolute(folder, values.backend),
    hasPolicies: values.policy ?? false,
    exportFile: absolute(folder, values.export),
    signedInTenant: values['signed-in-tenant'],
    signedInEntraTenant: values['signed-in-entra-tenant'],
    signedInObject: values['signed-in-object'],
  };
}

function absolute(folder: string, file: string | undefined): string | undefined {
  return file === undefined ? undefined : path.resolve(folder, file);
}

function parse(args: readonly string[]) {
  const text = { type: 'string' } as const;
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        'stack-file': text,
        stack: text,
        backend: text,
        policy: { type: 'boolean' },
        export: text,
        'signed-in-tenant': text,
        'signed-in-entra-tenant': text,
        'signed-in-object': text,
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

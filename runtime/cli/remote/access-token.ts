import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Environment } from '../../settings/read-values';

/** An access token for the connector; undefined on this machine, where local mode signs in whoever calls. Never written anywhere. */
export interface AccessTokens {
  current(): Promise<string | undefined>;
  /** Throws the kept one away; answers false when no other can be had. */
  forget(): boolean;
}

export const TOKEN_KEY = 'SIGNAL_ARCHIVE_TOKEN';
export const CLIENT_ID_KEY = 'SIGNAL_ARCHIVE_CLIENT_ID';

const CLI_LIMIT_IN_MS = 60_000;
const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Runs the Azure command line and answers what it printed. */
export type RunAzureCli = (args: readonly string[]) => Promise<string>;

export interface TokenSource {
  readonly env: Environment;
  readonly isLoopback: boolean;
  /** Application id of the connector's app registration; undefined = from the environment. */
  readonly clientId: string | undefined;
  readonly runAzureCli?: RunAzureCli;
}

/** A given token first, then the Azure command line as whoever is signed in there. */
export function accessTokens({ env, isLoopback, clientId = env[CLIENT_ID_KEY], runAzureCli = azureCli }: TokenSource): AccessTokens {
  const given = env[TOKEN_KEY]?.trim();
  let kept: Promise<string | undefined> | undefined;
  const read = async (): Promise<string | undefined> => {
    if (given !== undefined && given !== '') return given;
    return isLoopback ? undefined : tokenOfCli(clientId, runAzureCli);
  };
  return {
    current: () => {
      kept ??= read();
      return kept;
    },
    forget: () => {
      kept = undefined;
      return !isLoopback && (given === undefined || given === '');
    },
  };
}

async function tokenOfCli(clientId: string | undefined, run: RunAzureCli): Promise<string> {
  if (clientId === undefined || !GUID.test(clientId))
    throw new Error(
      `Name the app registration of the connector with --client-id or ${CLIENT_ID_KEY} (stack output appClientId), or give a token in ${TOKEN_KEY}`,
    );
  const resource = `api://${clientId}`;
  try {
    return (await run(['account', 'get-access-token', '--resource', resource, '--query', 'accessToken', '--output', 'tsv'])).trim();
  } catch (error) {
    const why = (error as { stderr?: string }).stderr?.trim().split('\n').at(-1) || (error as Error).message.split('\n')[0];
    throw new Error(`The Azure command line gave no token for ${resource}: ${why}. Sign in with az login, or give a token in ${TOKEN_KEY}`);
  }
}

async function azureCli(args: readonly string[]): Promise<string> {
  const isWindows = process.platform === 'win32';
  // On Windows `az` is a batch file, which only a shell starts; none of the arguments holds anything that a shell would read.
  const { stdout } = await promisify(execFile)(isWindows ? 'az.cmd' : 'az', [...args], { timeout: CLI_LIMIT_IN_MS, shell: isWindows });
  return stdout;
}

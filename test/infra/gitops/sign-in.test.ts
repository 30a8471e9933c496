import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { CLOUDS, type CloudName } from '../../../infra/clouds';
import { PROJECT_ROOT } from '../support/example-stack';

interface SignedIn {
  /** Every command line, in order. */
  readonly calls: readonly string[];
  /** What the steps after it find in their environment. */
  readonly environment: Readonly<Record<string, string>>;
}

/** Runs the workflow's sign-in with stand-ins for the Azure command line, curl and Pulumi that write down what they were asked. */
function signIn(cloud: string): SignedIn {
  const folder = mkdtempSync(path.join(tmpdir(), 'signal-archive-sign-in-'));
  const calls = path.join(folder, 'calls');
  const environment = path.join(folder, 'environment');
  const program = (name: string, answer: string): void =>
    writeFileSync(path.join(folder, name), `#!/bin/sh\necho "${name} $*" >> '${calls}'\n${answer}\n`, { mode: 0o755 });
  program('az', 'true');
  program('pulumi', 'true');
  program('curl', `echo '{"value":"assertion"}'`);
  execFileSync(path.join(PROJECT_ROOT, '.github', 'sign-in'), {
    env: {
      PATH: [folder, path.dirname(process.execPath), '/usr/bin', '/bin'].join(path.delimiter),
      CLOUD: cloud,
      ARM_CLIENT_ID: 'client',
      ARM_TENANT_ID: 'tenant',
      ACTIONS_ID_TOKEN_REQUEST_URL: 'https://actions.example/token?version=2',
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'bearer',
      GITHUB_ENV: environment,
    },
    stdio: 'pipe',
  });
  const lines = (file: string): string[] => readFileSync(file, 'utf8').trimEnd().split('\n');
  return {
    calls: lines(calls),
    environment: Object.fromEntries(
      lines(environment).map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
    ),
  };
}

describe('the sign-in of a workflow', () => {
  it.each(Object.keys(CLOUDS) as CloudName[])('asks everybody for the audience of the cloud %s', (cloud) => {
    const { calls, environment } = signIn(cloud);
    const audience = CLOUDS[cloud].tokenExchangeAudience;

    expect(calls.find((call) => call.startsWith('curl '))).toMatch(new RegExp(`&audience=${audience}$`));
    expect(environment).toEqual({
      AZURE_STORAGE_DOMAIN: `blob.${CLOUDS[cloud].storageSuffix}`,
      ARM_OIDC_AUDIENCE: audience,
      ARM_OIDC_REQUEST_URL: `https://actions.example/token?version=2&audience=${audience}`,
    });
  });

  it('signs in without a secret, and then to the state', () => {
    const { calls } = signIn('commercial');

    expect(calls.slice(-2)).toEqual([
      'az login --service-principal --username client --tenant tenant --federated-token assertion --allow-no-subscriptions --output none',
      'pulumi login azblob://state',
    ]);
  });

  it('is refused for a cloud it does not know', () => {
    expect(() => signIn('bleu')).toThrow(/unknown cloud bleu/);
  });
});

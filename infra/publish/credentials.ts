import { readFileSync } from 'node:fs';
import { AzureCliCredential, ClientAssertionCredential, ClientSecretCredential, type TokenCredential } from '@azure/identity';
import type { Cloud } from '../clouds';
import { jsonOf, type SendHttp, sendHttp } from './http';
import { PublishError } from './publish-error';

export type Environment = Readonly<Record<string, string | undefined>>;

/** Who signs in, decided as the providers decide it. */
export type SignIn =
  | { readonly kind: 'assertion'; readonly tenantId: string; readonly clientId: string; assertion(): Promise<string> }
  | { readonly kind: 'secret'; readonly tenantId: string; readonly clientId: string; readonly secret: string }
  | { readonly kind: 'azure-cli'; readonly tenantId: string | undefined };

/** `ARM_*` when they are set, with OIDC first; else the Azure command line. */
export function chooseSignIn(env: Environment, cloud: Cloud, send: SendHttp = sendHttp): SignIn {
  const tenantId = env['ARM_TENANT_ID'];
  const clientId = env['ARM_CLIENT_ID'];
  if (tenantId === undefined || clientId === undefined) return { kind: 'azure-cli', tenantId };
  const secret = env['ARM_CLIENT_SECRET'];
  if (env['ARM_USE_OIDC'] === 'true' || secret === undefined) {
    return { kind: 'assertion', tenantId, clientId, assertion: () => freshAssertion(env, cloud, send) };
  }
  return { kind: 'secret', tenantId, clientId, secret };
}

/**
 * A new assertion of the workflow each time one is needed: the one of the sign-in step is dead after 5 to 10 minutes (AADSTS700024),
 * and a deployment takes longer.
 */
export async function freshAssertion(env: Environment, cloud: Cloud, send: SendHttp): Promise<string> {
  const url = env['ARM_OIDC_REQUEST_URL'] ?? env['ACTIONS_ID_TOKEN_REQUEST_URL'];
  const bearer = env['ARM_OIDC_REQUEST_TOKEN'] ?? env['ACTIONS_ID_TOKEN_REQUEST_TOKEN'];
  if (url !== undefined && bearer !== undefined) return requestAssertion(url, bearer, cloud, send);
  const file = env['ARM_OIDC_TOKEN_FILE_PATH'];
  if (file !== undefined) return readFileSync(file, 'utf8').trim();
  const token = env['ARM_OIDC_TOKEN'];
  if (token !== undefined) return token;
  throw new PublishError(
    'ARM_CLIENT_ID is set, but nothing proves it: give the workflow `id-token: write`, or set ARM_OIDC_TOKEN_FILE_PATH',
  );
}

async function requestAssertion(url: string, bearer: string, cloud: Cloud, send: SendHttp): Promise<string> {
  const address = new URL(url);
  address.searchParams.set('audience', cloud.tokenExchangeAudience);
  const answer = await send({ method: 'GET', url: address.href, headers: { Authorization: `Bearer ${bearer}` } });
  const value = (jsonOf(answer) as { value?: unknown } | undefined)?.value;
  if (answer.status !== 200 || typeof value !== 'string')
    throw new PublishError(`The workflow gave no identity token: HTTP ${answer.status}`);
  return value;
}

/** Gives a token for a scope; never writes it anywhere. */
export type GetToken = (scope: string) => Promise<string>;

export function tokensOf(signIn: SignIn, cloud: Cloud): GetToken {
  const credential = credentialOf(signIn, cloud);
  return async (scope) => {
    const token = await credential.getToken(scope).catch((error: unknown) => {
      throw new PublishError(`No token for ${scope}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
    });
    if (token === null) throw new PublishError(`No token for ${scope}`);
    return token.token;
  };
}

function credentialOf(signIn: SignIn, cloud: Cloud): TokenCredential {
  const options = { authorityHost: cloud.authorityHost };
  switch (signIn.kind) {
    case 'assertion':
      return new ClientAssertionCredential(signIn.tenantId, signIn.clientId, () => signIn.assertion(), options);
    case 'secret':
      return new ClientSecretCredential(signIn.tenantId, signIn.clientId, signIn.secret, options);
    case 'azure-cli':
      return new AzureCliCredential(signIn.tenantId === undefined ? {} : { tenantId: signIn.tenantId });
  }
}

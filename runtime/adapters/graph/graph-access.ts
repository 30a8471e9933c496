import type { GraphAccess, GraphGrant } from '../../ports/graph-access';
import { type GraphToken, TokenUnavailableError } from './graph-token';

/** Reads what the token says of itself. It is not verified here: Graph does that; people are only told what is in it. */
export class TokenAccess implements GraphAccess {
  constructor(private readonly token: GraphToken) {}

  async grant(): Promise<GraphGrant> {
    try {
      return grantOf(await this.token.get());
    } catch (error) {
      if (error instanceof TokenUnavailableError) return { kind: 'none', isRefused: error.isRefused, why: error.why };
      return { kind: 'none', isRefused: false, why: 'the token provider failed' };
    }
  }
}

/** What stands in a token; `silent` when it is no JSON Web Token. */
export function grantOf(token: string): GraphGrant {
  const claims = claimsOf(token);
  if (claims === undefined) return { kind: 'silent' };
  const text = (name: string): string => (typeof claims[name] === 'string' ? (claims[name] as string) : '');
  const roles = claims['roles'];
  const ends = claims['exp'];
  return {
    kind: 'granted',
    tenantId: text('tid'),
    clientId: text('appid') || text('azp'),
    roles: Array.isArray(roles) ? roles.filter((role): role is string => typeof role === 'string').sort() : [],
    expiresAt: typeof ends === 'number' ? new Date(ends * 1_000) : undefined,
  };
}

function claimsOf(token: string): Readonly<Record<string, unknown>> | undefined {
  const [, payload, ...rest] = token.split('.');
  if (payload === undefined || rest.length !== 1) return undefined;
  try {
    const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
    return typeof claims === 'object' && claims !== null ? (claims as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

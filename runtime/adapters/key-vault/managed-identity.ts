import type { TokenCredential } from '@azure/identity';

/**
 * The user-assigned identity that opens storage and vault: no key and no secret anywhere. Its SDK is loaded with the first token; local mode has
 * no identity.
 */
export function managedIdentity(clientId: string): TokenCredential {
  let credential: TokenCredential | undefined;
  return {
    getToken: async (scopes, options) => {
      const { ManagedIdentityCredential } = await import('@azure/identity');
      credential ??= new ManagedIdentityCredential({ clientId });
      return credential.getToken(scopes, options);
    },
  };
}

import { ManagedIdentityCredential } from '@azure/identity';

/** The user-assigned identity that opens storage and vault: no key and no secret anywhere. */
export function managedIdentity(clientId: string): ManagedIdentityCredential {
  return new ManagedIdentityCredential({ clientId });
}

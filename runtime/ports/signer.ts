/** Signs reports. In Azure a Key Vault key (ES256), locally a key file made on the first start. */
export interface Signer {
  readonly algorithm: 'ES256';
  /** Stable id of the key that signs now; verification asks for the key by this id. */
  keyId(): Promise<string>;
  /** ES256 over the content: ECDSA on P-256 over its SHA-256, r and s of 32 bytes each (RFC 7518, 3.4), base64. */
  sign(content: Buffer): Promise<string>;
  /** False when the signature does not fit or the key is unknown. */
  verify(content: Buffer, signature: string, keyId: string): Promise<boolean>;
  /** The public key as JSON Web Key, for the auditor's pack; undefined when the key is unknown. */
  publicKey(keyId: string): Promise<Readonly<Record<string, string>> | undefined>;
}

import type { TokenCredential } from '@azure/identity';
import type { StorageSharedKeyCredential } from '@azure/storage-blob';

/**
 * Where packages come from, one shape a kind (`SOURCE_KIND`). Texts are as they stand in the settings; `createSource` checks them.
 * No credential is part of it: user names, passwords and keys come from the credential store at run time.
 */
export type SourceSettings = DirectorySettings | TelemessageSettings | SftpSettings | LandingSettings;

export interface DirectorySettings {
  readonly kind: 'directory';
  /** A folder, or one ZIP or EML. */
  readonly path: string;
}

export interface TelemessageSettings {
  readonly kind: 'telemessage';
  /** `https://host[:port][/base]` */
  readonly url: string;
  /** `SOURCE_PATHS`: sign-in, listing, download and, when the source is to be told, acknowledgement; none = the paths of the contract. */
  readonly paths: readonly string[];
  /** SHA-256 of the server's public key (SPKI), base64; empty = every valid certificate is good. */
  readonly pinnedKeys: readonly string[];
  /** PEM of a private authority, trusted beside the usual ones; undefined = only those. */
  readonly certificateAuthority: string | undefined;
  /** Whether a name may point to a private address (a gateway inside the own network). */
  readonly allowsPrivateAddresses: boolean;
}

export interface SftpSettings {
  readonly kind: 'sftp';
  /** `sftp://host[:port]/folder` */
  readonly url: string;
  /** `SOURCE_HOST_KEYS`: `SHA256:...` fingerprints; at least one. */
  readonly hostKeys: readonly string[];
}

export interface LandingSettings {
  readonly kind: 'landing';
  /** `https://<account>.blob.core.windows.net/<container>` */
  readonly url: string;
  /** Only blobs whose name begins with it; '' = all. */
  readonly prefix: string;
  /** Who reads the container: an identity in Azure, Azurite's key in local mode. */
  readonly credential: TokenCredential | StorageSharedKeyCredential;
}

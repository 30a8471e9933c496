import type { ItemSettings } from '../domain/item/item-settings';

export const SOURCE_KINDS = ['telemessage', 'sftp', 'landing', 'directory'] as const;
export type SourceKind = (typeof SOURCE_KINDS)[number];

export interface SourceSettings {
  readonly kind: SourceKind;
  readonly url: string;
  readonly paths: readonly string[];
  readonly hostKeys: readonly string[];
  /** Certificate authority to trust besides the system's, PEM; local mode only. */
  readonly ca: string | undefined;
}

/** Where the stores are, and who asks for them: in Azure an identity, never a key. */
export type StorageSettings =
  | { readonly kind: 'azurite'; readonly connectionString: string }
  | {
      readonly kind: 'azure';
      readonly blobServiceUri: string;
      readonly queueServiceUri: string;
      readonly tableServiceUri: string;
      readonly identityClientId: string;
    };

export type GraphTokenSettings =
  /** Sent to loopback only. */
  | { readonly kind: 'fixed'; readonly token: string }
  | {
      readonly kind: 'federated';
      readonly authorityHost: string;
      readonly tenantId: string;
      readonly clientId: string;
      readonly identityClientId: string;
      readonly exchangeAudience: string;
    };

export const MAIL_ACCESS = ['exchange-rbac', 'entra'] as const;
/** By what the connector opens mailboxes: an Exchange scope, or a permission in Entra for all of them. */
export type MailAccess = (typeof MAIL_ACCESS)[number];

export interface GraphSettings {
  /** With version, e.g. `https://graph.microsoft.com/v1.0`. */
  readonly root: string;
  readonly token: GraphTokenSettings;
  readonly mailAccess: MailAccess;
  /** Group whose members are in the Exchange scope; '' when nobody said. */
  readonly scopeGroup: string;
  readonly messageFlags: 1 | 4 | 5;
  readonly attachAfterCreate: boolean;
}

/** Where credential and signing key are. Locally the credential comes with the start and the key is a file. */
export type SecretSettings =
  | {
      readonly kind: 'vault';
      readonly uri: string;
      readonly credentialName: string;
      readonly keyName: string;
      readonly identityClientId: string;
    }
  | { readonly kind: 'local'; readonly username: string; readonly password: string; readonly privateKey: string; readonly keyFile: string };

export interface RunSettings {
  readonly schedule: string;
  readonly overlapHours: number;
  readonly startFrom: Date | undefined;
  readonly runCloseHours: number;
  readonly lookAfterSeconds: readonly [number, number, number];
  readonly acknowledges: boolean;
  readonly settleDelayInSeconds: number;
  readonly idleCloseInSeconds: number;
  readonly isPaused: boolean;
}

export interface RoutingSettings {
  readonly automaticMapping: boolean;
  readonly allowedDomains: readonly string[];
  readonly pilotMailboxes: readonly string[];
  /** SHA-256 of the file when the stack's configuration owns the mapping; '' otherwise. */
  readonly mappingOwnedBy: string;
}

/**
 * Who signs people in. Only `proven` lets anybody in: the platform's authentication is known to be on, so that its headers are its own. What it
 * says must then fit issuer, audience and tenant.
 */
export type SignInSettings =
  | {
      readonly kind: 'proven';
      readonly by: 'platform' | 'local-host';
      readonly tenantId: string;
      readonly issuers: readonly string[];
      readonly audiences: readonly string[];
    }
  | { readonly kind: 'unproven' };

/** The environment, parsed once. Frozen. */
export interface Settings {
  readonly tenantId: string;
  readonly stack: string;
  readonly release: string;
  readonly isLocal: boolean;
  readonly source: SourceSettings;
  readonly storage: StorageSettings;
  readonly graph: GraphSettings;
  readonly secrets: SecretSettings;
  readonly signIn: SignInSettings;
  readonly items: ItemSettings;
  readonly itemClass: string;
  readonly otherArchivers: readonly string[];
  readonly run: RunSettings;
  readonly routing: RoutingSettings;
  readonly alertRecipients: readonly string[];
  readonly credentialExpiresOn: Date | undefined;
}

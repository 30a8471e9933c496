import type { MessageFlags } from '../../domain/copy/mailbox-copy';
import type { CredentialFacts } from '../../ports/credential';
import type { GraphAccess } from '../../ports/graph-access';
import type { ConnectorPorts } from '../connector-ports';

/** A setting as it takes effect; none of them is a secret. */
export interface EffectiveSetting {
  /** Name for people. */
  readonly name: string;
  /** Application setting. */
  readonly key: string;
  readonly value: string;
  /** Key in the configuration of the stack; '' for what the program sets by itself. */
  readonly stackKey: string;
}

/** How the connector reaches mailboxes, and what people need to know who change that. */
export interface ExchangeFacts {
  readonly mailAccess: 'exchange-rbac' | 'entra';
  /** Group whose members are in the Exchange scope; '' when nobody said. */
  readonly scopeGroup: string;
  /** App registration; '' in local mode. */
  readonly clientId: string;
  /** `https://graph.microsoft.com`. */
  readonly graphOrigin: string;
  readonly messageFlags: MessageFlags;
}

/** What is known of this installation besides the options of the pipeline. */
export interface ConnectorFacts {
  readonly release: string;
  readonly isLocal: boolean;
  /** Six fields, UTC. */
  readonly schedule: string;
  readonly sourceKind: string;
  /** Host, or folder, that the packages come from. */
  readonly sourceHost: string;
  readonly credentialExpiresOn: Date | undefined;
  /** User name of the credential that a new vault is made with. */
  readonly unsetUserName: string;
  readonly exchange: ExchangeFacts;
  readonly alertRecipients: readonly string[];
  /** SHA-256 of the mapping file that the stack's configuration owns; '' when the page owns the mapping. */
  readonly mappingOwnedBy: string;
  readonly settings: readonly EffectiveSetting[];
  /** The terms that an administrator accepts, Markdown, and their SHA-256. */
  readonly terms: { readonly text: string; readonly sha256: string };
}

/** What use cases of administrators talk to. */
export interface AdminPorts extends ConnectorPorts {
  readonly facts: ConnectorFacts;
  readonly graphAccess: GraphAccess;
  /** Throws `SourceRefusedError` when there is none. Never the secret itself. */
  credential(signal: AbortSignal): Promise<CredentialFacts>;
}

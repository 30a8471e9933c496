import type { CredentialFacts } from '../../ports/credential';
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
  /** Throws `SourceRefusedError` when there is none. Never the secret itself. */
  credential(signal: AbortSignal): Promise<CredentialFacts>;
}

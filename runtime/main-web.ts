import { readReleaseFiles } from './adapters/release/release-files';
import { sha256Hex } from './domain/evidence/sha256';
import type { AdminPorts, ConnectorFacts, ExchangeFacts } from './pipeline/admin/admin-ports';
import type { ConnectorPorts } from './pipeline/connector-ports';
import type { TellingCredentialStore } from './ports/credential';
import type { GraphAccess } from './ports/graph-access';
import type { ReleaseFiles } from './ports/release-files';
import { effectiveSettings } from './settings/effective-settings';
import type { Settings } from './settings/settings';
import { CREDENTIAL_NOT_SET } from './settings-keys';
import { createWeb, type Web } from './web/web';

export type { WebRequest, WebResponse } from './web/http';
export type { Web };

export interface AdminParts {
  readonly credentials: TellingCredentialStore;
  readonly graphAccess: GraphAccess;
  /** Where the files are that are deployed beside the code. */
  readonly releaseFolder: string;
}

/** What administrators use: the page and its API, and the same acts for the command line. */
export interface Administration {
  readonly web: Web;
  ports(): AdminPorts;
}

/** Wires the administration. Files are read at its first use, so that whoever only handles queue messages never reads them. */
export function administrationOf(settings: Settings, ports: ConnectorPorts, parts: AdminParts): Administration {
  const files = once(() => readReleaseFiles(parts.releaseFolder));
  const adminPorts = once((): AdminPorts => {
    const credential = (signal: AbortSignal) => parts.credentials.facts(signal);
    return { ...ports, facts: factsOf(settings, files()), graphAccess: parts.graphAccess, credential };
  });
  const web = once(() => createWeb({ ports: adminPorts(), proof: settings.signIn, files: files() }));
  return {
    ports: adminPorts,
    web: {
      answerApi: async (request) => web().answerApi(request),
      answerPage: async (request) => web().answerPage(request),
    },
  };
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

function factsOf(settings: Settings, { terms }: ReleaseFiles): ConnectorFacts {
  const { source, run, routing, release, isLocal, credentialExpiresOn, alertRecipients } = settings;
  return {
    release,
    isLocal,
    schedule: run.schedule,
    sourceKind: source.kind,
    sourceHost: URL.canParse(source.url) ? new URL(source.url).host : source.url,
    credentialExpiresOn,
    unsetUserName: CREDENTIAL_NOT_SET,
    exchange: exchangeFacts(settings),
    alertRecipients,
    mappingOwnedBy: routing.mappingOwnedBy,
    settings: effectiveSettings(settings),
    terms: { text: terms, sha256: sha256Hex(terms) },
  };
}

function exchangeFacts({ graph }: Settings): ExchangeFacts {
  const { mailAccess, scopeGroup, messageFlags, root, token } = graph;
  return {
    mailAccess,
    scopeGroup,
    clientId: token.kind === 'federated' ? token.clientId : '',
    graphOrigin: new URL(root).origin,
    messageFlags,
  };
}

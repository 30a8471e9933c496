import { readReleaseFiles } from './adapters/release/release-files';
import { sha256Hex } from './domain/evidence/sha256';
import type { ConnectorFacts } from './pipeline/admin/admin-ports';
import type { ConnectorPorts } from './pipeline/connector-ports';
import type { TellingCredentialStore } from './ports/credential';
import type { ReleaseFiles } from './ports/release-files';
import { effectiveSettings } from './settings/effective-settings';
import type { Settings } from './settings/settings';
import { createWeb, type Web } from './web/web';

export type { WebRequest, WebResponse } from './web/http';
export type { Web };

/**
 * Wires the page and its API. `releaseFolder`: where the files are that are deployed beside the code; they are read at the first request, so
 * that whoever only handles queue messages never reads them.
 */
export function webOf(settings: Settings, ports: ConnectorPorts, credentials: TellingCredentialStore, releaseFolder: string): Web {
  let made: Web | undefined;
  const web = (): Web => {
    made ??= wire(settings, ports, credentials, readReleaseFiles(releaseFolder));
    return made;
  };
  return {
    answerApi: async (request) => web().answerApi(request),
    answerPage: async (request) => web().answerPage(request),
  };
}

function wire(settings: Settings, ports: ConnectorPorts, credentials: TellingCredentialStore, files: ReleaseFiles): Web {
  const credential = (signal: AbortSignal) => credentials.facts(signal);
  return createWeb({ ports: { ...ports, facts: factsOf(settings, files), credential }, proof: settings.signIn, files });
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
    alertRecipients,
    mappingOwnedBy: routing.mappingOwnedBy,
    settings: effectiveSettings(settings),
    terms: { text: terms, sha256: sha256Hex(terms) },
  };
}

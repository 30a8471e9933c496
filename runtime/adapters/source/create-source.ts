import type { CredentialStore } from '../../ports/credential';
import type { Source } from '../../ports/source';
import { DirectorySource } from './directory/directory-source';
import { LandingSource } from './landing/landing-source';
import { SftpSource } from './sftp/sftp-source';
import type { SourceSettings } from './source-settings';
import { readServicePaths } from './telemessage/service-paths';
import { TelemessageSource } from './telemessage/telemessage-source';

/** A source that keeps connections; `close` ends them, so that the process can end. */
export interface OpenSource extends Source {
  close(): void;
}

/** Makes the source that the settings name; throws `SourceRefusedError` when they cannot be used. Nothing is contacted yet. */
export function createSource(settings: SourceSettings, credentials: CredentialStore): OpenSource {
  switch (settings.kind) {
    case 'directory':
      return new DirectorySource(settings.path);
    case 'telemessage':
      return new TelemessageSource({ ...settings, paths: readServicePaths(settings.paths) }, credentials);
    case 'sftp':
      return new SftpSource(settings, credentials);
    case 'landing':
      return new LandingSource(settings);
  }
}

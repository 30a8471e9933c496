import type { AuditAct } from '../../../domain/evidence/audit-event';

/** What each act is called. */
export const ACT_WORDS: Readonly<Record<AuditAct, string>> = {
  map: 'Number mapped',
  'not-ours': 'Not ours',
  replay: 'Replayed',
  release: 'Released',
  leave: 'Left',
  correct: 'Corrected',
  'activate-mapping': 'Mapping activated',
  'roll-back-mapping': 'Mapping rolled back',
  'run-now': 'Run started',
  'run-window': 'Past window run',
  pause: 'Paused',
  resume: 'Resumed',
  'accept-terms': 'Terms accepted',
  probe: 'Mailbox tested',
  'test-source': 'Source tested',
  'send-test-alert': 'Alert tested',
  'attest-hold': 'Hold attested',
  'finish-setup': 'Setup finished',
  'upload-roster': 'Roster compared',
  'view-full-numbers': 'Full numbers seen',
  'export-evidence': 'Exported',
  refused: 'Refused',
};

/** `DataConnector.Admin` -> `Admin`. */
export const roleWord = (role: string): string => role.replace(/^DataConnector\./, '');

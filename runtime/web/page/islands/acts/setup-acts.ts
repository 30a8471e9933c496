import { ApiProblemError, callApi } from '../call-api';
import { type ActDefinitions, counted, pageAddress } from './act';

interface CheckResult {
  readonly isPassed: boolean;
  readonly detail: string;
}

interface ScopeCheck {
  readonly inScope: number;
  readonly outOfScope: readonly string[];
  readonly unavailable: readonly string[];
  readonly unchecked: number;
}

interface RosterComparison {
  readonly users: number;
  readonly notMapped: number;
  readonly notRegistered: number;
}

type SetupActNames = 'accept' | 'test-source' | 'check-scope' | 'probe' | 'attest' | 'send-test' | 'roster' | 'finish';

const post = async <T>(path: string, body: unknown = {}): Promise<T> => (await callApi<T>(path, { method: 'POST', body })).value;
const resultText = (what: string, { isPassed, detail }: CheckResult): string =>
  `${what} ${isPassed ? 'passed' : 'failed'}: ${detail.replace(/[.\s]+$/, '')}.`;

function missing(field: string, title: string, detail: string): ApiProblemError {
  document.getElementById(field)?.focus();
  return new ApiProblemError(0, 'missing', title, detail);
}

export const SETUP_ACTS: Pick<ActDefinitions, SetupActNames> = {
  accept: {
    run: async ({ sha256 }) => {
      await post('/api/setup/terms', { sha256 });
      return { text: 'The terms are accepted; who and when is recorded.', link: { text: 'Open setup', address: pageAddress('/setup') } };
    },
  },
  'test-source': { run: async () => ({ text: resultText('The test of the sign-in', await post<CheckResult>('/api/setup/source-test')) }) },
  'check-scope': {
    run: async () => {
      const { inScope, outOfScope, unavailable, unchecked } = await post<ScopeCheck>('/api/setup/scope-check');
      const parts = [
        counted(inScope, 'mapped mailbox opens', 'mapped mailboxes open'),
        ...(outOfScope.length > 0 ? [`${outOfScope.length} out of scope`] : []),
        ...(unavailable.length > 0 ? [`${unavailable.length} not available`] : []),
        ...(unchecked > 0 ? [`${unchecked} not checked`] : []),
      ];
      return { text: `Checked: ${parts.join(', ')}.` };
    },
  },
  probe: {
    run: async ({ field }) => {
      const mailbox = (document.getElementById(field) as HTMLInputElement | null)?.value.trim() ?? '';
      if (mailbox === '') throw missing(field, 'Give a mailbox.', 'The test item is created in its hidden folder, read back and removed.');
      return { text: resultText(`The probe of ${mailbox}`, await post<CheckResult>('/api/setup/probe', { mailbox })) };
    },
  },
  attest: {
    question: () => ({
      title: 'Attest hold or retention',
      lines: ['The connector cannot read holds. What you say here is recorded with your name.'],
      fields: [{ name: 'statement', label: 'What is on hold or retained', kind: 'text', isRequired: true }],
    }),
    run: async (_input, { statement }) => {
      await post('/api/setup/hold', { statement });
      return { text: 'Attested.' };
    },
  },
  'send-test': {
    run: async ({ recipients }) => {
      await post('/api/setup/alert-test');
      return {
        text: `A test alert is on its way to ${recipients || 'nobody: set alertEmails in the configuration of the stack'}. It takes some minutes.`,
      };
    },
  },
  roster: {
    run: async ({ field }) => {
      const file = (document.getElementById(field) as HTMLInputElement | null)?.files?.[0];
      if (file === undefined)
        throw missing(field, 'Choose the roster file.', 'Export the list of users from the TeleMessage portal as CSV.');
      const { users, notMapped, notRegistered } = (await callApi<RosterComparison>('/api/setup/roster', { method: 'POST', file })).value;
      return {
        text: `Compared ${counted(users, 'user')}: ${notMapped} not in the mapping, ${counted(notRegistered, 'mapped number', 'mapped numbers')} not registered.`,
      };
    },
  },
  finish: {
    run: async () => {
      await post('/api/setup/finish');
      return { text: 'Setup is finished. What changes later is shown on this page.' };
    },
  },
};

import type { ConnectorFacts } from '../../../../runtime/pipeline/admin/admin-ports';
import { type SetupFacts, setupSteps } from '../../../../runtime/pipeline/admin/setup-view';
import type { SetupView } from '../../../../runtime/web/page/setup/setup-facts-view';
import { SetupPageView } from '../../../../runtime/web/page/setup/setup-page';
import { TermsView } from '../../../../runtime/web/page/setup/terms-page';
import { aReader, NOW } from '../support/a-reader';
import { aClosedRun } from '../support/an-overview';
import { buttonsOf, htmlOf, linksOf, textOf } from '../support/shown';

const TERMS = '4be190c7'.padEnd(64, '0');

const installation: ConnectorFacts = {
  release: '1.0.0',
  isLocal: false,
  schedule: '0 30 6 * * *',
  sourceKind: 'telemessage',
  sourceHost: 'archive.telemessage.example',
  credentialExpiresOn: new Date('2026-11-30T00:00:00Z'),
  unsetUserName: 'unset',
  exchange: {
    mailAccess: 'exchange-rbac',
    scopeGroup: 'Signal archive',
    clientId: '5c1e90b7-0000-0000-0000-000000000000',
    graphOrigin: 'https://graph.microsoft.com',
    messageFlags: 1,
  },
  alertRecipients: ['compliance-ops@contoso.com'],
  mappingOwnedBy: '',
  settings: [
    { name: 'Overlap of listings', key: 'OVERLAP_HOURS', value: '72 h', stackKey: 'overlapHours' },
    { name: 'Message flags', key: 'MESSAGE_FLAGS', value: '1', stackKey: 'messageFlags' },
    { name: 'Group of the Exchange scope', key: 'EXCHANGE_SCOPE_GROUP', value: 'Signal archive', stackKey: 'exchangeScopeGroup' },
  ],
  terms: { text: '# Terms\n\n## Third party\n\nText.\n\nYou confirm\n\n- one;\n- two.', sha256: TERMS },
};

/** A connector that is set up and works. */
const facts: SetupFacts = {
  now: NOW.toISOString(),
  state: {
    v: 1,
    terms: { by: 'Rosa Marsh', at: '2026-10-12T08:31:00Z', sha256: TERMS },
    probe: {
      by: 'Ivo Klein',
      at: '2026-11-16T10:40:00Z',
      mailbox: 'archive-test@contoso.com',
      isPassed: true,
      detail: 'created, read back, removed',
    },
    hold: { by: 'Rosa Marsh', at: '2026-10-13T00:00:00Z', statement: 'Litigation hold on all mapped mailboxes' },
    alerts: { by: 'Rosa Marsh', at: '2026-11-02T09:15:00Z' },
    finished: {
      by: 'Rosa Marsh',
      at: '2026-10-13T00:00:00Z',
      settings: { OVERLAP_HOURS: '48 h', MESSAGE_FLAGS: '1', EXCHANGE_SCOPE_GROUP: 'Signal archive' },
    },
  },
  needsTerms: true,
  credential: { username: 'contoso-archive', changedAt: new Date('2026-09-01T00:00:00Z') },
  lastListing: '2026-11-21T06:30:00.000Z',
  roster: { users: 47, notMapped: 2, notRegistered: 1, at: '2026-11-19T14:02:00Z' },
  mapping: { number: 14, rows: 48, activatedAt: '2026-11-19T16:20:00Z', activatedBy: 'Rosa Marsh' },
  inScope: 47,
  outOfScope: ['jonas.weber@contoso.com'],
  matchedByAddress: 3,
  someMailbox: 'anna.lee@contoso.com',
  firstRun: aClosedRun({ state: 'complete', finishedAt: '2026-10-12T05:34:00Z' }),
  firstImported: 9_318,
  isRunning: false,
};

function shown(over: Partial<SetupFacts> = {}, here: Partial<ConnectorFacts> = {}, reader = aReader()): string {
  const all = { ...facts, ...over };
  const installed = { ...installation, ...here };
  const options = { automaticMapping: true, startFrom: new Date('2026-10-01T00:00:00Z'), stack: 'contoso-prod' };
  const ports = { facts: installed, options } as Parameters<typeof setupSteps>[1];
  const before = all.state.finished?.settings ?? {};
  const view: SetupView = {
    facts: all,
    steps: setupSteps(all, ports),
    changed: installed.settings.flatMap(({ key, value }) =>
      all.state.finished !== undefined && before[key] !== value ? [{ key, before: before[key] ?? '' }] : [],
    ),
    installation: installed,
    options,
    showsAllSettings: false,
  };
  return htmlOf(<SetupPageView view={view} reader={reader} />);
}

describe('Setup', () => {
  it('has eleven steps, each with state and evidence', () => {
    const text = textOf(shown());

    expect(text).toContain('8 of 11 steps are done, 3 need you. Read from the real state at 08:12.');
    expect(text).toContain('1 Terms By Rosa Marsh, 12 October 08:31. docs/terms.md, SHA-256 4be1 90c7. TeleMessage is a third party');
    expect(text).toContain(
      '2 Sign in to TeleMessage User contoso-archive, telemessage at archive.telemessage.example. Last success 21 Nov 06:30. The password is 81 days old. Expires in 8 days',
    );
    expect(text).toContain(
      '3 Users registered Roster of 19 November 14:02: 47 users. 2 are not in the mapping; 1 mapped number is not registered.',
    );
    expect(text).toContain(
      '4 Automatic user mapping A number without a row goes by the address shown beside it. 3 mailboxes are matched this way. Stack key automaticMapping. On',
    );
    expect(text).toContain('5 Mapping file 48 rows, activated 19 November 16:20 by Rosa Marsh. Version 14');
    expect(text).toContain('6 Permissions and scope 47 mailboxes open; mapped but out of scope: jonas.weber@contoso.com.');
    expect(text).toContain('7 Test mailbox archive-test@contoso.com: created, read back, removed, 16 November 10:40. Passed');
    expect(text).toContain(
      '8 Hold or retention The connector cannot read this. Attested by Rosa Marsh on 13 October: "Litigation hold on all mapped mailboxes". Attested',
    );
    expect(text).toContain('9 Alerts To compliance-ops@contoso.com. Last test 2 November 09:15 by Rosa Marsh');
    expect(text).toContain('10 First run 12 October 05:34: 9,318 copies imported since START_FROM, 2026-10-01. Complete');
    expect(text).toContain('11 Review Finished by Rosa Marsh on 13 October; 1 setting has changed since. 1 setting changed');
  });

  it('gives the exact command, and neither shows nor takes a password', () => {
    const html = shown();

    expect(textOf(html)).toContain('npm run set-credential -- contoso-prod Copy');
    expect(textOf(html)).toContain('Add-DistributionGroupMember "Signal archive" -Member jonas.weber@contoso.com');
    expect(html).not.toContain('type="password"');
  });

  it('shows each setting that has changed, with what it was and where it is set', () => {
    const html = shown();

    expect(textOf(html)).toContain('Overlap of listings 48 h 72 h Changed overlapHours');
    expect(linksOf(html).get('All 3 settings')).toBe('/setup?settings=all#review');
  });

  it('gives an administrator a button for each act', () => {
    expect(buttonsOf(shown())).toEqual(['Test', 'Copy', 'Compare', 'Check', 'Copy', 'Probe', 'Attest', 'Copy', 'Send test', 'Finish']);
    expect(buttonsOf(shown({}, {}, aReader('DataConnector.Reader')))).toEqual(['Copy', 'Copy', 'Copy']);
  });

  it('waits for the terms before anything else', () => {
    const html = shown({ state: { v: 1 } });

    expect(textOf(html)).toContain('Nothing is delivered before an administrator accepts.');
    expect(textOf(html)).toContain('Not accepted');
    expect(buttonsOf(html)).toContain('Accept');
  });

  it('counts as accepted in local mode, and has neither alerts nor a command there', () => {
    const html = shown({ state: { v: 1 }, needsTerms: false }, { isLocal: true });

    expect(textOf(html)).toContain('Local mode delivers to simulated mailboxes and counts as accepted.');
    expect(textOf(html)).toContain('Local mode has no alerts; its log is the terminal.');
    expect(textOf(html)).not.toContain('set-credential');
  });

  it('says what fails and since when', () => {
    const state = {
      ...facts.state,
      sourceTest: { by: 'Ivo Klein', at: '2026-11-21T08:00:00.000Z', isPassed: false, detail: 'The source refused the sign-in' },
    };

    expect(textOf(shown({ state }))).toContain('The test of 21 Nov 08:00 failed: The source refused the sign-in. Fails');
  });

  it('says what is not there yet', () => {
    const text = textOf(
      shown(
        {
          state: { v: 1 },
          lastListing: '',
          roster: undefined,
          mapping: { number: 0, rows: 0, activatedAt: '', activatedBy: '' },
          inScope: 0,
          outOfScope: [],
          firstRun: undefined,
          credential: undefined,
        },
        { alertRecipients: [], credentialExpiresOn: undefined },
      ),
    );

    for (const words of [
      'No credential is set',
      'No success yet. Not tested',
      'Not compared',
      'No file yet',
      'Not checked',
      'Not probed',
      'Not attested',
      'Nobody',
      'None yet',
      'Not finished',
    ])
      expect(text).toContain(words);
  });
});

describe('the terms', () => {
  const terms = { text: installation.terms.text, sha256: TERMS, accepted: undefined };

  it('are read on a page of their own and accepted there too', () => {
    const html = htmlOf(<TermsView facts={terms} reader={aReader()} />);

    expect(textOf(html)).toContain('Nobody has accepted them yet.');
    expect(html).toContain('<h2>Third party</h2><p>Text.</p><p>You confirm</p><ul><li>one;</li><li>two.</li></ul>');
    expect(buttonsOf(html)).toEqual(['Accept']);
  });

  it('that are another text than the accepted one are accepted anew', () => {
    const accepted = { by: 'Rosa Marsh', at: '2026-10-12T08:31:00Z', sha256: 'f'.repeat(64) };

    expect(textOf(<TermsView facts={{ ...terms, accepted }} reader={aReader()} />)).toContain(
      'Another text was accepted by Rosa Marsh, 12 October 08:31.',
    );
  });
});

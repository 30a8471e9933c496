import type { Check } from '../../../runtime/pipeline/admin/doctor/check';
import { type Examination, type ExamineRequest, examine } from '../../../runtime/pipeline/admin/doctor/examine';
import { acceptTerms } from '../../../runtime/pipeline/admin/terms';
import { NotInScopeError } from '../../../runtime/ports/exchange-errors';
import { SourceRefusedError } from '../../../runtime/ports/source-errors';
import { StorageRefusedError } from '../../../runtime/ports/storage-errors';
import { mappingOf } from '../../faults/harness/small-day';
import { activate } from '../synthetic-world';
import { ADMIN } from './admin-world';
import { ANNA, BEN, CARA, CLIENT, GRANTED, type Installation, installation } from './an-installation';

type Made = ReturnType<typeof installation>;

interface Case {
  readonly with?: Installation;
  readonly request?: ExamineRequest;
  /** What is done to the installation before it is examined. */
  readonly before?: (made: Made) => void | Promise<void>;
  readonly acceptsTerms?: boolean;
}

/** Examines an installation in which only what the case says is not as it should be. */
async function examined({ with: options, request = {}, before, acceptsTerms = true }: Case = {}): Promise<Examination & { made: Made }> {
  const made = installation(options);
  const { process, ports, world } = made;
  world.exchange.mailbox(CARA.mailboxId).refusal = () => new NotInScopeError(CARA.mailboxId);
  await activate(process, mappingOf([ANNA, BEN]));
  if (acceptsTerms) await process.run(() => acceptTerms('ab'.repeat(32), ADMIN, ports));
  await before?.(made);
  const examination = await process.run(() => examine(request, ADMIN, ports));
  if (examination === undefined) throw new Error('the process died');
  return { ...examination, made };
}

const find = ({ checks }: Examination, id: Check['id']): Check => {
  const found = checks.find((check) => check.id === id);
  if (found === undefined) throw new Error(`${id} was not checked`);
  return found;
};

describe('the doctor', () => {
  it('finds everything fine where everything is, and says what it saw', async () => {
    const examination = await examined();

    expect(examination.checks.filter(({ state, id }) => state !== 'ok' && id !== 'alerts')).toEqual([]);
    expect(examination.state).toBe('fine');
    expect(find(examination, 'scope-inside').found).toBe(`${ANNA.mailbox} opens`);
    expect(find(examination, 'scope-outside').found).toBe(`${CARA.mailbox} answers 403`);
    expect(find(examination, 'permissions').found).toContain('no mail permission beside the Exchange scope');
  });

  it('leaves nothing behind: no test item, no test blob, no trace of a mailbox outside', async () => {
    const { made } = await examined();

    expect([...made.world.exchange.mailbox(ANNA.mailboxId).copies.values()]).toEqual([]);
    expect([...made.world.account.container('state').blobs.keys()].filter((name) => name.startsWith('doctor/'))).toEqual([]);
    const rows = await made.world.stores.mailboxes.get(`mailbox-${CARA.mailboxId.charAt(0)}`, CARA.mailboxId);
    expect(rows).toBeUndefined();
  });

  it.each<[string, Check['id'], RegExp, string, Case]>([
    [
      'a credential that nobody has set',
      'credential',
      /nobody has set it/,
      'npm run set-credential -- contoso-prod',
      { with: { userName: 'not-set' } },
    ],
    [
      'a credential that ends soon',
      'credential',
      /ends on 2026-12-01, in 9 days/,
      'npm run set-credential -- contoso-prod',
      { with: { facts: { credentialExpiresOn: new Date('2026-12-01T00:00:00Z') } } },
    ],
    [
      'a credential that has ended',
      'credential',
      /ended on 2026-11-01/,
      'npm run set-credential -- contoso-prod',
      { with: { facts: { credentialExpiresOn: new Date('2026-11-01T00:00:00Z') } } },
    ],
    [
      'a source with another host key',
      'source',
      /host key/,
      'npm run set-credential -- contoso-prod',
      {
        before: ({ ports }) => {
          jest
            .spyOn(ports.source, 'check')
            .mockRejectedValue(new SourceRefusedError('The host key of the SFTP server is not a pinned one'));
        },
      },
    ],
    [
      'no token',
      'token',
      /Entra ID refuses one \(AADSTS700213\)/,
      'npm run deploy -- --stack contoso-prod',
      { with: { grant: { kind: 'none', isRefused: true, why: 'AADSTS700213' } } },
    ],
    [
      'a token of another tenant',
      'token',
      /in tenant 99999999/,
      'npm run deploy -- --stack contoso-prod',
      { with: { grant: { ...GRANTED, tenantId: '99999999-9999-4999-8999-999999999999' } as typeof GRANTED } },
    ],
    [
      'a mail permission that undoes the scope',
      'permissions',
      /Mail\.ReadWrite opens every mailbox, whatever the Exchange scope says/,
      `az rest --method GET --url "https://graph.microsoft.com/v1.0/servicePrincipals(appId='${CLIENT}')/appRoleAssignments"`,
      { with: { grant: { ...GRANTED, roles: ['Mail.ReadWrite', 'User.Read.All'] } as typeof GRANTED } },
    ],
    [
      'a permission to send mail',
      'permissions',
      /must never send mail/,
      'az rest --method DELETE',
      {
        with: {
          exchange: { mailAccess: 'entra' },
          grant: { ...GRANTED, roles: ['Mail.ReadWrite', 'Mail.Send', 'User.Read.All'] } as typeof GRANTED,
        },
      },
    ],
    [
      'a permission that is missing',
      'permissions',
      /no permission; User\.Read\.All is missing/,
      `az ad app permission admin-consent --id ${CLIENT}`,
      { with: { grant: { ...GRANTED, roles: [] } as typeof GRANTED } },
    ],
    [
      'a mail permission that is missing without a scope',
      'permissions',
      /Mail\.ReadWrite is missing/,
      `az ad app permission admin-consent --id ${CLIENT}`,
      { with: { exchange: { mailAccess: 'entra' } } },
    ],
    [
      'a mailbox of its own that is out of scope',
      'scope-inside',
      /answers 403/,
      "Add-DistributionGroupMember -Identity 'Signal archive mailboxes' -Member",
      {
        before: ({ world }) => {
          world.exchange.mailbox(ANNA.mailboxId).refusal = () => new NotInScopeError(ANNA.mailboxId);
        },
      },
    ],
    [
      'a mailbox outside that opens',
      'scope-outside',
      /opens: it is in scope/,
      `Test-ServicePrincipalAuthorization -Identity '${CLIENT}' -Resource '${BEN.mailbox}'`,
      { request: { outside: BEN.mailbox } },
    ],
    [
      'a clock that is wrong',
      'clock',
      /360 s ahead of the storage service/,
      'az functionapp restart',
      {
        before: ({ ports }) => {
          const { storageTime, clock } = ports;
          jest.spyOn(storageTime, 'now').mockImplementation(async () => new Date(clock.now().getTime() - 360_000));
        },
      },
    ],
    ['terms that nobody accepted', 'terms', /nobody has accepted them/, 'connector page: Setup', { acceptsTerms: false }],
    [
      'a mapping with a mailbox that nobody has',
      'mapping',
      /no valid user of the directory: gone@contoso\.example/,
      'signal-archive mapping check',
      { before: ({ process }) => activate(process, mappingOf([ANNA, BEN, { ...CARA, mailbox: 'gone@contoso.example' }])) },
    ],
    ['nobody who gets alerts', 'alerts', /nobody gets them/, 'set alertEmails', { with: { facts: { alertRecipients: [] } } }],
    [
      'a store that refuses',
      'storage',
      /Storage refuses/,
      'npm run deploy -- --stack contoso-prod',
      {
        before: ({ ports }) => {
          jest
            .spyOn(ports.stores.reports, 'get')
            .mockRejectedValue(new StorageRefusedError('read a blob', 'AuthorizationPermissionMismatch'));
        },
      },
    ],
    [
      'no user in the allowed domains',
      'directory',
      /3 users, 0 of them in the allowed domains/,
      'set allowedDomains',
      { with: { world: { options: { allowedDomains: ['fabrikam.example'], pilotMailboxes: [] } } } },
    ],
  ])('finds %s, and says what mends it', async (_case, id, found, fix, given) => {
    const examination = await examined(given);

    const check = find(examination, id);
    expect(check.state).toBe('problem');
    expect(check.found).toMatch(found);
    expect(check.fix).toContain(fix);
    expect(examination.state).toBe('problems');
  });

  it('goes on when one check fails with an error that nobody expects, and shows nothing of it', async () => {
    const examination = await examined({
      before: ({ ports }) => {
        jest.spyOn(ports.signer, 'sign').mockRejectedValue(new Error('secret-word'));
      },
    });

    expect(find(examination, 'signing-key')).toMatchObject({ state: 'problem' });
    expect(JSON.stringify(examination.checks)).not.toContain('secret-word');
    expect(find(examination, 'storage').state).toBe('ok');
    expect(examination.made.world.log.some(({ text }) => text === 'Check could not be carried out')).toBe(true);
  });

  it('ends also when somebody never answers', async () => {
    const examination = await examined({
      before: ({ ports }) => {
        jest.spyOn(ports.source, 'check').mockReturnValue(new Promise(() => undefined));
      },
    });

    expect(find(examination, 'source')).toMatchObject({ state: 'problem', found: 'no answer within 60 seconds' });
  });

  it('puts a test item only into a mailbox that somebody named for it', async () => {
    const examination = await examined({ with: { world: { options: { pilotMailboxes: [] } } } });

    expect(find(examination, 'scope-inside').state).toBe('ok');
    expect(find(examination, 'probe')).toMatchObject({ state: 'not-checked', fix: 'signal-archive doctor --mailbox <a test mailbox>' });
    expect(examination.made.world.exchange.requests.get('create')).toBeUndefined();
  });

  it('cannot tell whether the scope is limited when everybody who was asked opens, and says how it could', async () => {
    const examination = await examined({
      before: ({ world }) => {
        world.exchange.mailbox(CARA.mailboxId).refusal = undefined;
      },
    });

    expect(find(examination, 'scope-outside')).toMatchObject({
      state: 'not-checked',
      found: expect.stringContaining('1 mailbox that nobody mapped opens'),
    });
    expect(examination.state).toBe('fine');
  });
});

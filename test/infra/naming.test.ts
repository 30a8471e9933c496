import fc from 'fast-check';
import { type NameSeed, namesOf, stackUuid } from '../../infra/naming';

const seeds: fc.Arbitrary<NameSeed> = fc.record({
  subscriptionId: fc.uuid(),
  stack: fc.string({ minLength: 1, maxLength: 40 }),
  generation: fc.integer({ min: 1, max: 99 }),
  tenantName: fc.stringMatching(/^[a-z][a-z0-9]{1,11}$/),
  stage: fc.constantFrom('dev' as const, 'test' as const, 'prod' as const),
});

const SEED: NameSeed = {
  subscriptionId: '22222222-2222-4222-8222-222222222222',
  stack: 'dev',
  generation: 1,
  tenantName: 'contoso',
  stage: 'dev',
};

/** Rules of "Naming rules and restrictions for Azure resources". */
const AZURE_RULES: readonly (readonly [keyof ReturnType<typeof namesOf>, RegExp])[] = [
  ['resourceGroup', /^[\w().-]{0,89}[\w()-]$/],
  ['identity', /^[A-Za-z0-9][\w-]{2,127}$/],
  ['archiveAccount', /^[a-z0-9]{3,24}$/],
  ['hostAccount', /^[a-z0-9]{3,24}$/],
  ['landingAccount', /^[a-z0-9]{3,24}$/],
  ['vault', /^(?!.*--)[A-Za-z][A-Za-z0-9-]{1,22}[A-Za-z0-9]$/],
  ['site', /^[A-Za-z0-9][A-Za-z0-9-]{0,30}[A-Za-z0-9]$/],
  ['plan', /^[A-Za-z0-9-]{1,60}$/],
  ['workspace', /^[A-Za-z0-9][A-Za-z0-9-]{2,61}[A-Za-z0-9]$/],
  ['insights', /^[\w().-]{1,259}[\w()-]$/],
  ['actionGroup', /^[\w-]{1,260}$/],
  ['actionGroupShort', /^.{1,12}$/],
  ['workbook', /^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/],
  ['budget', /^[\w-]{1,63}$/],
  ['network', /^[A-Za-z0-9][\w.-]{0,62}\w$/],
  ['natGateway', /^[A-Za-z0-9][\w.-]{0,78}\w$/],
  ['publicIp', /^[A-Za-z0-9][\w.-]{0,78}\w$/],
];

describe('physical names', () => {
  it.each(AZURE_RULES)("%s always meets Azure's rule", (name, rule) => {
    fc.assert(fc.property(seeds, (seed) => rule.test(namesOf(seed)[name])));
  });

  it('follow from the stack: the same seed gives the same names', () => {
    expect(namesOf(SEED)).toEqual(namesOf({ ...SEED }));
    expect(namesOf(SEED).archiveAccount).toBe('archcontosodev011845c3');
  });

  it.each([
    ['another subscription', { subscriptionId: '22222222-2222-4222-8222-222222222223' }],
    ['another stack', { stack: 'contoso-dev' }],
    ['another generation', { generation: 2 }],
  ])('%s gives other names', (_case, change) => {
    expect(namesOf({ ...SEED, ...change }).archiveAccount).not.toBe(namesOf(SEED).archiveAccount);
  });

  it('never give two resources of one kind the same name', () => {
    const { archiveAccount, hostAccount, landingAccount } = namesOf(SEED);
    expect(new Set([archiveAccount, hostAccount, landingAccount]).size).toBe(3);
  });
});

describe('UUIDs of a stack', () => {
  it('differ by thing and by stack, and stay the same', () => {
    expect(stackUuid(SEED, 'role a')).toBe(stackUuid(SEED, 'role a'));
    expect(stackUuid(SEED, 'role a')).not.toBe(stackUuid(SEED, 'role b'));
    expect(stackUuid(SEED, 'role a')).not.toBe(stackUuid({ ...SEED, stack: 'other' }, 'role a'));
  });
});

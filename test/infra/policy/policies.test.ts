import fc from 'fast-check';
import { policies, SECURITY_RULES } from '../../../infra/policy/policies';
import { NOT_CARRIED, WAIVERS } from '../../../infra/policy/waivers';
import { type CapturedResource, type CapturedTenant, captureTenant } from '../support/captured-tenant';
import { validOverrides } from '../support/valid-overrides';
import { CATALOGUE } from './catalogue';
import { MUTATIONS } from './mutations';

/** A limit against hanging: a busy machine must not fail a test. */
jest.setTimeout(10 * 60_000);

type Policy = (typeof policies)[number];
type Validation = Extract<NonNullable<Policy['validateResource']>, (...args: never[]) => unknown>;

/** What a policy says of a resource; protection is something only the engine knows, so it is given. */
function violations(policy: Policy, resource: CapturedResource, isProtected = true): string[] {
  const found: string[] = [];
  const args = { type: resource.type, name: resource.name, props: resource.inputs, opts: { protect: isProtected } };
  void (policy.validateResource as Validation)(args as unknown as Parameters<Validation>[0], (message) => found.push(message));
  return found;
}

function policyNamed(name: string): Policy {
  const policy = policies.find((candidate) => candidate.name === name);
  if (policy === undefined) throw new Error(`There is no policy ${name}`);
  return policy;
}

describe('the policy pack', () => {
  let tenants: ReadonlyMap<string, CapturedTenant>;

  beforeAll(async () => {
    tenants = new Map([
      ['example', await captureTenant()],
      ['dedicated', await captureTenant({ hosting: 'dedicated' })],
      ['private', await captureTenant({ networkMode: 'private', mailAccess: 'entra' })],
      [
        'landing',
        await captureTenant({
          sourceKind: 'landing',
          sourceUrl: '',
          landingAllowedIps: ['203.0.113.7'],
          landingPublicKey: `ssh-rsa ${'A'.repeat(372)}`,
        }),
      ],
    ]);
  });

  it.each(['example', 'dedicated', 'private', 'landing'])('has nothing to say against the %s tenant', (name) => {
    const found = tenants.get(name)?.resources.flatMap((resource) => policies.flatMap((policy) => violations(policy, resource)));
    expect(found).toEqual([]);
  });

  it.each(MUTATIONS.map((mutation) => [mutation.rule, mutation] as const))('notices when %s is broken', (rule, mutation) => {
    const resource = tenants.get(mutation.tenant ?? 'example')?.resource(mutation.type, mutation.resource);
    if (resource === undefined) throw new Error('no such tenant');

    const broken = {
      ...resource,
      inputs: mutation.change === undefined ? resource.inputs : mutation.change(structuredClone(resource.inputs)),
    };

    expect(violations(policyNamed(rule), broken, mutation.isProtected ?? true)).toHaveLength(1);
  });

  it('has a mutation for every rule', () => {
    expect(new Set(MUTATIONS.map((mutation) => mutation.rule))).toEqual(new Set(SECURITY_RULES.map((rule) => rule.name)));
  });

  it('applies every rule to something', () => {
    const types = new Set([...tenants.values()].flatMap((tenant) => tenant.resources.map((resource) => resource.type)));
    expect(SECURITY_RULES.filter((rule) => !rule.types.some((type) => types.has(type)))).toEqual([]);
  });

  it('has no two rules of one name', () => {
    expect(new Set(SECURITY_RULES.map((rule) => rule.name)).size).toBe(SECURITY_RULES.length);
  });

  it('waives only rules that exist, for resources that exist and need it, with a reason', () => {
    for (const waiver of WAIVERS) {
      const rule = SECURITY_RULES.find((candidate) => candidate.name === waiver.rule);
      const resource = [...tenants.values()]
        .flatMap((tenant) => tenant.resources)
        .find(({ type, name }) => name === waiver.resource && rule?.types.includes(type));
      expect(waiver.reason.length).toBeGreaterThan(5);
      expect(rule?.holds({ props: resource?.inputs ?? {}, isProtected: false })).toBe(false);
    }
  });

  it.each(CATALOGUE)('carries %s of the catalogues, or says why not', (id) => {
    const said = [...SECURITY_RULES.flatMap((rule) => [...rule.checkov, ...rule.azurePolicy]), ...NOT_CARRIED.flatMap(({ ids }) => ids)];
    expect(said).toContain(id);
  });

  it('gives a reason for every rule of the catalogues that it does not carry', () => {
    const carried = new Set(SECURITY_RULES.flatMap((rule) => [...rule.checkov, ...rule.azurePolicy]));
    for (const { ids, reason } of NOT_CARRIED) {
      expect(reason.length).toBeGreaterThan(20);
      expect(ids.filter((id) => carried.has(id))).toEqual([]);
    }
  });
});

describe('any valid configuration', () => {
  it('deploys, and breaks no rule', async () => {
    const mandatory = policies.filter((policy) => policy.enforcementLevel === 'mandatory');
    await fc.assert(
      fc.asyncProperty(validOverrides, async (overrides) => {
        const tenant = await captureTenant({ pilotMailboxes: [], ...overrides });
        const found = tenant.resources.flatMap((resource) => mandatory.flatMap((policy) => violations(policy, resource)));
        expect(found).toEqual([]);
      }),
      { numRuns: 15 },
    );
  });
});

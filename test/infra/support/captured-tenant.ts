import * as pulumi from '@pulumi/pulumi';
import type { StackConfig } from '../../../infra/config/fields';
import { makeStandIn, type SignedIn, STAND_IN_PACKAGES } from '../../../infra/offline/providers/packages';
import { plain } from '../../../infra/offline/providers/values';
import { makeProviders } from '../../../infra/providers';
import type { TenantFacts } from '../../../infra/tenant/foundation';
import { provisionTenant } from '../../../infra/tenant/provision';
import { exampleConfig, type Overrides } from './example-stack';

/** A resource as it was registered: everything but what only an engine sees. */
export interface CapturedResource {
  readonly type: string;
  readonly name: string;
  readonly inputs: Readonly<Record<string, unknown>>;
}

export interface CapturedTenant {
  readonly resources: readonly CapturedResource[];
  readonly outputs: Readonly<Record<string, unknown>>;
  /** The one resource of this type and name; throws when there is none. */
  resource(type: string, name: string): CapturedResource;
  ofType(type: string): readonly CapturedResource[];
}

export const EXAMPLE_FACTS: TenantFacts = {
  stack: 'dev',
  release: { sha256: 'ab'.repeat(32), url: '' },
  mapping: undefined,
  previous: { lockedRetentionDays: 0, mappingVersion: '' },
  now: new Date('2026-11-21T08:00:00Z'),
};

/** Provisions the example tenant under mocks that refuse what the cloud refuses and throw on a type or a call that nobody expects. */
export async function captureTenant(overrides: Overrides = {}, facts: Partial<TenantFacts> = {}): Promise<CapturedTenant> {
  return captureConfig(exampleConfig(overrides), { ...EXAMPLE_FACTS, ...facts });
}

export async function captureConfig(config: StackConfig, facts: TenantFacts = EXAMPLE_FACTS): Promise<CapturedTenant> {
  // Pulumi takes a stack trace for every promise, and jest maps each to its source: three quarters of the time.
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 0;
  try {
    return await captureUntraced(config, facts);
  } finally {
    Error.stackTraceLimit = limit;
  }
}

async function captureUntraced(config: StackConfig, facts: TenantFacts): Promise<CapturedTenant> {
  const resources: CapturedResource[] = [];
  await pulumi.runtime.setMocks(mocksOf(config, resources), 'signal-archive', facts.stack, false);
  const outputs = provisionTenant(config, facts, makeProviders(config));
  const values = await new Promise<Record<string, unknown>>((resolve) =>
    pulumi.output(outputs).apply((known) => resolve(known as Record<string, unknown>)),
  );
  await pulumi.runtime.disconnect();
  return {
    resources,
    outputs: values,
    ofType: (type) => resources.filter((resource) => resource.type === type),
    resource: (type, name) => {
      const found = resources.filter((resource) => resource.type === type && resource.name === name);
      if (found.length !== 1 || found[0] === undefined) throw new Error(`${found.length} resources of type ${type} are called ${name}`);
      return found[0];
    },
  };
}

function mocksOf(config: StackConfig, resources: CapturedResource[]): pulumi.runtime.Mocks {
  const signedIn: SignedIn = { ...config, entraTenantId: config.tenantId, objectId: '55555555-5555-4555-8555-555555555555' };
  const standIns = new Map(STAND_IN_PACKAGES.map((name) => [name, makeStandIn(name, signedIn)]));
  const standInFor = (token: string) => {
    const standIn = standIns.get(token.split(':')[0] ?? '');
    if (standIn === undefined) throw new Error(`Nobody expects ${token}`);
    return standIn;
  };
  return {
    newResource: async ({ type, name, inputs, custom }) => {
      if (custom !== true || type.startsWith('pulumi:providers:')) return { id: `${name}-id`, state: inputs };
      const urn = `urn:pulumi:dev::signal-archive::${type}::${name}`;
      const standIn = standInFor(type);
      const { failures = [] } = await standIn.check(urn, {}, inputs);
      if (failures.length > 0)
        throw new Error(`${type} ${name} is refused: ${failures.map((failure) => `${failure.property} ${failure.reason}`).join('; ')}`);
      resources.push({ type, name, inputs: plain(inputs) as CapturedResource['inputs'] });
      const created = await standIn.create(urn, inputs);
      return { id: created.id, state: created.outs };
    },
    call: async ({ token, inputs }) => (await standInFor(token).invoke(token, inputs)).outputs,
  };
}

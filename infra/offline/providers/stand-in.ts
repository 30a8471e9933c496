import { isDeepStrictEqual } from 'node:util';
import type { CheckResult, CreateResult, DiffResult, InvokeResult, Provider, ReadResult, UpdateResult } from '@pulumi/pulumi/provider';
import { at } from '../../property-path';
import type { Others, ResourceModel } from './model';
import { type Inputs, plain } from './values';

/** Inputs are kept in the state under this name, so that a removed one is seen. */
const INPUTS_KEY = '__inputs';

export type Functions = Readonly<Record<string, (args: Inputs) => Inputs>>;

/**
 * Stands in for a cloud provider: refuses what the service would refuse, computes what it would answer, and keeps nothing but what
 * the engine gives it.
 */
export class StandIn implements Provider, Others {
  readonly version: string;
  private readonly seen = new Map<string, Inputs>();

  constructor(
    version: string,
    private readonly subscriptionId: string,
    private readonly models: Readonly<Record<string, ResourceModel>>,
    private readonly functions: Functions,
  ) {
    this.version = version;
  }

  getSchema = async (): Promise<string> => '{}';

  check = async (urn: string, _olds: unknown, news: unknown): Promise<CheckResult> => {
    const model = this.modelOf(urn);
    const inputs = plain(news) as Inputs;
    const missing = model.required.filter((path) => at(inputs, path) === undefined);
    const failures = missing.map((property) => ({ property, reason: `missing required property '${property}'` }));
    for (const rule of missing.length > 0 ? [] : model.rules) {
      const refused = rule(inputs, this);
      // Without a property the engine shows the reason alone, and not the whole value beside it.
      if (refused !== undefined) failures.push({ property: '', reason: `${refused.property}: ${refused.reason}` });
    }
    const name = model.nameKey === undefined ? undefined : inputs[model.nameKey];
    if (typeof name === 'string') this.seen.set(`${typeOf(urn)} ${name}`, inputs);
    return { inputs: news, failures };
  };

  find(type: string, name: string): Inputs | undefined {
    return this.seen.get(`${type} ${name}`);
  }

  diff = async (_id: string, urn: string, olds: unknown, news: unknown): Promise<DiffResult> => {
    const before = plain((olds as Record<string, unknown>)[INPUTS_KEY]) as Inputs;
    const after = plain(news) as Inputs;
    const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
    const hasChanges = [...keys].some((key) => !isDeepStrictEqual(before[key], after[key]));
    const replaces = this.modelOf(urn).replaces.filter((path) => !isDeepStrictEqual(at(before, path), at(after, path)));
    // Physical names are given, so the old resource has to go first.
    return { changes: hasChanges, replaces: [...new Set(replaces.map((path) => path.split('.')[0] ?? path))], deleteBeforeReplace: true };
  };

  create = async (urn: string, news: unknown): Promise<CreateResult> => {
    const model = this.modelOf(urn);
    const inputs = plain(news) as Inputs;
    return { id: model.id(inputs, { subscriptionId: this.subscriptionId, urn }), outs: this.state(urn, news) };
  };

  update = async (_id: string, urn: string, _olds: unknown, news: unknown): Promise<UpdateResult> => ({ outs: this.state(urn, news) });

  read = async (id: string, _urn: string, props?: unknown): Promise<ReadResult> => ({
    id,
    props,
    inputs: (props as Record<string, unknown> | undefined)?.[INPUTS_KEY],
  });

  delete = async (): Promise<void> => undefined;

  invoke = async (token: string, args: unknown): Promise<InvokeResult> => {
    const answer = this.functions[token];
    if (answer === undefined) throw new Error(`The stand-in has no function ${token}`);
    return { outputs: answer(plain(args) as Inputs) };
  };

  private state(urn: string, news: unknown): Record<string, unknown> {
    const outputs = this.modelOf(urn).outputs(plain(news) as Inputs, { subscriptionId: this.subscriptionId, urn });
    return { ...(news as Record<string, unknown>), ...outputs, [INPUTS_KEY]: news };
  }

  private modelOf(urn: string): ResourceModel {
    const model = this.models[typeOf(urn)];
    if (model === undefined) throw new Error(`The stand-in has no type ${typeOf(urn)}`);
    return model;
  }
}

/** `urn:pulumi:stack::project::parent$type::name`. */
export function typeOf(urn: string): string {
  return urn.split('::')[2]?.split('$').at(-1) ?? '';
}

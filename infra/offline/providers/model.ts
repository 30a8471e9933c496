import { textAt } from '../../property-path';
import { type Inputs, madeUpUuid } from './values';

/** Why a resource is refused, and for which property. */
export interface Refused {
  readonly property: string;
  readonly reason: string;
}

/** Looks at inputs (without secrets, with `UNKNOWN`s); undefined = nothing to say against them. */
export type Rule = (inputs: Inputs, others: Others) => Refused | undefined;

/** Other resources of this run, by type and physical name: some refusals depend on the account or the plan. */
export interface Others {
  find(type: string, name: string): Inputs | undefined;
}

export interface Place {
  readonly subscriptionId: string;
  readonly urn: string;
}

/** What a stand-in knows of one type of resource. */
export interface ResourceModel {
  /** Paths that must be there. */
  readonly required: readonly string[];
  /** Paths whose change makes a new resource. */
  readonly replaces: readonly string[];
  /** The input that holds the physical name. */
  readonly nameKey: string | undefined;
  readonly rules: readonly Rule[];
  id(inputs: Inputs, place: Place): string;
  /** What the service adds to the inputs. */
  outputs(inputs: Inputs, place: Place): Inputs;
}

export interface ArmModel {
  /** Provider, types and names; `{x}` is an input, the last of them the physical name. */
  readonly path: string;
  readonly required?: readonly string[];
  readonly replaces?: readonly string[];
  readonly rules?: readonly Rule[];
  outputs?(inputs: Inputs, place: Place): Inputs;
}

/** A resource of the resource manager: its id is its path, and what stands in the path is required and cannot change. */
export function arm(model: ArmModel): ResourceModel {
  const names = [...model.path.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '');
  const fixed = ['resourceGroupName', ...names];
  const nameKey = model.path.endsWith('}') ? names.at(-1) : undefined;
  return {
    required: [...fixed, ...(model.required ?? [])],
    replaces: [...fixed, 'location', ...(model.replaces ?? [])],
    nameKey,
    rules: model.rules ?? [],
    id: (inputs, place) =>
      `/subscriptions/${place.subscriptionId}/resourceGroups/${textAt(inputs, 'resourceGroupName')}/providers/${model.path.replace(
        /\{(\w+)\}/g,
        (_whole, name: string) => textAt(inputs, name) ?? '',
      )}`,
    outputs: (inputs, place) => ({
      name: nameKey === undefined ? 'default' : textAt(inputs, nameKey),
      azureApiVersion: 'offline',
      ...model.outputs?.(inputs, place),
    }),
  };
}

export interface EntraModel {
  readonly required: readonly string[];
  readonly replaces?: readonly string[];
  readonly rules?: readonly Rule[];
  /** `objectId` is made up from the resource's place. */
  id?(inputs: Inputs, objectId: string): string;
  outputs?(inputs: Inputs, objectId: string): Inputs;
}

/** An object of the directory: its id is made up, the same for the same resource. */
export function directoryObject(model: EntraModel): ResourceModel {
  const objectId = (place: Place): string => madeUpUuid(place.urn);
  return {
    required: model.required,
    replaces: model.replaces ?? [],
    nameKey: undefined,
    rules: model.rules ?? [],
    id: (inputs, place) => model.id?.(inputs, objectId(place)) ?? objectId(place),
    outputs: (inputs, place) => model.outputs?.(inputs, objectId(place)) ?? {},
  };
}

/** A rule on the text of one property. */
export function matches(property: string, pattern: RegExp, reason: (value: string) => string): Rule {
  return (inputs) => {
    const value = textAt(inputs, property);
    return value === undefined || pattern.test(value) ? undefined : { property, reason: reason(value) };
  };
}

import { textAt } from '../../property-path';
import { IDENTITY } from './azure/identity';
import { NETWORK } from './azure/network';
import { STORAGE } from './azure/storage';
import { VAULT } from './azure/vault';
import { WATCHING } from './azure/watching';
import { WEB } from './azure/web';
import { ENTRA, OFFERED_BY_GRAPH } from './entra';
import type { ResourceModel } from './model';
import { type Functions, StandIn } from './stand-in';
import { type Inputs, madeUpUuid } from './values';

/** Who is signed in, for each of the two providers. */
export interface SignedIn {
  readonly subscriptionId: string;
  readonly tenantId: string;
  readonly entraTenantId: string;
  readonly objectId: string;
}

interface Package {
  readonly version: string;
  readonly models: Readonly<Record<string, ResourceModel>>;
  functions(signedIn: SignedIn): Functions;
}

/** A command is recorded and never executed. */
const COMMAND: ResourceModel = {
  required: ['create'],
  replaces: ['triggers'],
  nameKey: undefined,
  rules: [],
  id: (_inputs, place) => `command-${madeUpUuid(place.urn).slice(0, 8)}`,
  outputs: () => ({ stdout: '', stderr: '' }),
};

const PACKAGES: Readonly<Record<string, Package>> = {
  'azure-native': {
    version: '3.28.0',
    models: { ...IDENTITY, ...STORAGE, ...VAULT, ...WEB, ...NETWORK, ...WATCHING },
    functions: ({ tenantId, subscriptionId, objectId }) => ({
      'azure-native:authorization:getClientConfig': () => ({ tenantId, subscriptionId, objectId, clientId: madeUpUuid(objectId) }),
    }),
  },
  azuread: {
    version: '6.9.1',
    models: ENTRA,
    functions: ({ entraTenantId, objectId }) => ({
      'azuread:index/getClientConfig:getClientConfig': () => ({
        id: 'client',
        tenantId: entraTenantId,
        objectId,
        clientId: madeUpUuid(objectId),
      }),
      'azuread:index/getServicePrincipal:getServicePrincipal': (args: Inputs) => ({
        id: 'principal',
        clientId: textAt(args, 'clientId'),
        objectId: madeUpUuid(`principal of ${textAt(args, 'clientId')}`),
        appRoleIds: OFFERED_BY_GRAPH,
      }),
    }),
  },
  command: { version: '4.5.0', models: { 'command:local:Command': COMMAND }, functions: () => ({}) },
};

export const STAND_IN_PACKAGES: readonly string[] = Object.keys(PACKAGES);

export function makeStandIn(name: string, signedIn: SignedIn): StandIn {
  const chosen = PACKAGES[name];
  if (chosen === undefined) throw new Error(`There is no stand-in for the package "${name}"`);
  return new StandIn(chosen.version, signedIn.subscriptionId, chosen.models, chosen.functions(signedIn));
}

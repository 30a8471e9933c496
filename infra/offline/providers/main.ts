import { main } from '@pulumi/pulumi/provider';
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

/** Who is signed in, as the offline runner says it. */
const SIGNED_IN = {
  tenantId: process.env['OFFLINE_TENANT_ID'] ?? '',
  objectId: process.env['OFFLINE_OBJECT_ID'] ?? '',
  subscriptionId: process.env['OFFLINE_SUBSCRIPTION_ID'] ?? '',
};
/** Lets a test sign the two providers in differently. */
const ENTRA_TENANT_ID = process.env['OFFLINE_ENTRA_TENANT_ID'] ?? SIGNED_IN.tenantId;

interface Package {
  readonly version: string;
  readonly models: Readonly<Record<string, ResourceModel>>;
  readonly functions: Functions;
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
    functions: { 'azure-native:authorization:getClientConfig': () => ({ ...SIGNED_IN, clientId: madeUpUuid(SIGNED_IN.objectId) }) },
  },
  azuread: {
    version: '6.9.1',
    models: ENTRA,
    functions: {
      'azuread:index/getClientConfig:getClientConfig': () => ({
        id: 'client',
        tenantId: ENTRA_TENANT_ID,
        objectId: SIGNED_IN.objectId,
        clientId: madeUpUuid(SIGNED_IN.objectId),
      }),
      'azuread:index/getServicePrincipal:getServicePrincipal': (args: Inputs) => ({
        id: 'principal',
        clientId: textAt(args, 'clientId'),
        objectId: madeUpUuid(`principal of ${textAt(args, 'clientId')}`),
        appRoleIds: OFFERED_BY_GRAPH,
      }),
    },
  },
  command: { version: '4.5.0', models: { 'command:local:Command': COMMAND }, functions: {} },
};

const [name = '', ...rest] = process.argv.slice(2);
const chosen = PACKAGES[name];
if (chosen === undefined) throw new Error(`There is no stand-in for the package "${name}"`);
void main(new StandIn(chosen.version, SIGNED_IN.subscriptionId, chosen.models, chosen.functions), rest);

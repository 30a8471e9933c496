import { main } from '@pulumi/pulumi/provider';
import { makeStandIn } from './packages';

/** Started by Pulumi as `pulumi-resource-<name>`; the offline runner says who is signed in. */
const [name = '', ...args] = process.argv.slice(2);
const tenantId = process.env['OFFLINE_TENANT_ID'] ?? '';
const standIn = makeStandIn(name, {
  tenantId,
  entraTenantId: process.env['OFFLINE_ENTRA_TENANT_ID'] ?? tenantId,
  objectId: process.env['OFFLINE_OBJECT_ID'] ?? '',
  subscriptionId: process.env['OFFLINE_SUBSCRIPTION_ID'] ?? '',
});
void main(standIn, args);

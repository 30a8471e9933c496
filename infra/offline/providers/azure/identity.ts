import { textAt } from '../../../property-path';
import { arm, matches, type ResourceModel } from '../model';
import { madeUpUuid } from '../values';

export const IDENTITY: Readonly<Record<string, ResourceModel>> = {
  'azure-native:resources:ResourceGroup': {
    required: ['resourceGroupName', 'location'],
    replaces: ['resourceGroupName', 'location'],
    nameKey: 'resourceGroupName',
    rules: [
      matches(
        'resourceGroupName',
        /^[\w.()-]{1,89}[\w()-]$/,
        (name) => `The provided resource group name '${name}' has these invalid characters.`,
      ),
    ],
    id: (inputs, place) => `/subscriptions/${place.subscriptionId}/resourceGroups/${textAt(inputs, 'resourceGroupName')}`,
    outputs: (inputs) => ({ name: textAt(inputs, 'resourceGroupName') }),
  },
  'azure-native:managedidentity:UserAssignedIdentity': arm({
    path: 'Microsoft.ManagedIdentity/userAssignedIdentities/{resourceName}',
    outputs: (_inputs, place) => ({ clientId: madeUpUuid(`${place.urn} client`), principalId: madeUpUuid(`${place.urn} principal`) }),
  }),
  'azure-native:authorization:RoleAssignment': {
    required: ['principalId', 'roleDefinitionId', 'scope', 'roleAssignmentName'],
    // "Tenant ID, application ID, principal ID, and scope are not allowed to be updated."
    replaces: ['principalId', 'roleDefinitionId', 'scope', 'roleAssignmentName'],
    nameKey: undefined,
    rules: [
      matches(
        'roleAssignmentName',
        /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
        (name) => `The role assignment ID '${name}' is not valid. The role assignment ID must be a GUID.`,
      ),
      matches('scope', /^\//, (scope) => `The request did not have a subscription or a valid tenant level resource provider: '${scope}'.`),
    ],
    id: (inputs) => `${textAt(inputs, 'scope')}/providers/Microsoft.Authorization/roleAssignments/${textAt(inputs, 'roleAssignmentName')}`,
    outputs: (inputs) => ({ name: textAt(inputs, 'roleAssignmentName') }),
  },
};

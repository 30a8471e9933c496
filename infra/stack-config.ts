import * as pulumi from '@pulumi/pulumi';
import { checkStackConfig } from './config/check';
import type { StackConfig } from './config/fields';
import type { StackSibling } from './config/rules';
import type { PreviousStack } from './previous-stack';

/**
 * The stack's configuration, typed and checked. The only reader of `pulumi.Config`.
 *
 * Throws `StackConfigError`, which lists every problem at once.
 */
export function readStackConfig(siblings: readonly StackSibling[], previous: Pick<PreviousStack, 'lockedRetentionDays'>): StackConfig {
  const config = new pulumi.Config();
  return checkStackConfig({
    stack: pulumi.getStack(),
    raw: (key) => config.get(key),
    facts: {
      providerTenants: {
        'azure-native': new pulumi.Config('azure-native').get('tenantId'),
        azuread: new pulumi.Config('azuread').get('tenantId'),
      },
      siblings: siblings.filter((sibling) => sibling.stack !== pulumi.getStack()),
      lockedRetentionDays: previous.lockedRetentionDays,
    },
  });
}

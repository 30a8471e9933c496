import * as consumption from '@pulumi/azure-native/consumption';
import * as pulumi from '@pulumi/pulumi';

export interface BudgetArgs {
  readonly budgetName: string;
  readonly resourceGroupId: pulumi.Input<string>;
  /** In the currency of the subscription. */
  readonly amount: number;
  readonly emails: readonly string[];
  readonly now: Date;
}

/** A monthly budget of the resource group: mail at 80 % spent and at a forecast of 100 %. */
export class Budget extends pulumi.ComponentResource {
  constructor(name: string, args: BudgetArgs, opts?: pulumi.ComponentResourceOptions) {
    super('signal-archive:infra:Budget', name, {}, opts);
    const notification = { enabled: true, operator: consumption.OperatorType.GreaterThanOrEqualTo, contactEmails: [...args.emails] };
    new consumption.Budget(
      name,
      {
        budgetName: args.budgetName,
        scope: args.resourceGroupId,
        category: consumption.CategoryType.Cost,
        amount: args.amount,
        timeGrain: consumption.TimeGrainType.Monthly,
        timePeriod: { startDate: firstOfMonth(args.now) },
        notifications: {
          spent: { ...notification, threshold: 80, thresholdType: consumption.ThresholdType.Actual },
          forecast: { ...notification, threshold: 100, thresholdType: consumption.ThresholdType.Forecasted },
        },
      },
      // Azure wants the month of the creation and never another one.
      { parent: this, ignoreChanges: ['timePeriod'] },
    );
    this.registerOutputs({});
  }
}

export function firstOfMonth(now: Date): string {
  return `${now.toISOString().slice(0, 'yyyy-mm'.length)}-01T00:00:00Z`;
}

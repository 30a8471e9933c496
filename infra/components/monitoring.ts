import * as applicationinsights from '@pulumi/azure-native/applicationinsights';
import * as monitor from '@pulumi/azure-native/monitor';
import * as operationalinsights from '@pulumi/azure-native/operationalinsights';
import * as pulumi from '@pulumi/pulumi';
import { ALERT_RULES, type AlertRule } from '../alert-rules';
import type { StackConfig } from '../config/fields';
import type { Names } from '../naming';
import type { ResourceIds } from '../resource-ids';
import { workbookContent } from '../workbook';
import { after } from './known-value';
import type { Placement } from './placement';

export interface MonitoringArgs {
  readonly names: Pick<Names, 'workspace' | 'insights' | 'actionGroup' | 'actionGroupShort' | 'workbook'>;
  readonly ids: Pick<ResourceIds, 'workspace' | 'insights' | 'actionGroup'>;
  readonly stack: string;
  readonly placement: Placement;
  readonly config: Pick<StackConfig, 'alertEmails' | 'logRetentionDays' | 'paused'>;
}

/** Where logs go, who is told, and what about. */
export class Monitoring extends pulumi.ComponentResource {
  readonly workspaceId: pulumi.Output<string>;
  readonly insightsId: pulumi.Output<string>;
  readonly insightsConnectionString: pulumi.Output<string>;
  private readonly actionGroupId: pulumi.Output<string>;

  constructor(
    name: string,
    private readonly args: MonitoringArgs,
    opts?: pulumi.ComponentResourceOptions,
  ) {
    super('signal-archive:infra:Monitoring', name, {}, opts);
    const { names, ids, placement, config } = args;
    const child = { parent: this };
    const workspace = new operationalinsights.Workspace(
      `${name}-logs`,
      {
        ...placement,
        workspaceName: names.workspace,
        sku: { name: operationalinsights.WorkspaceSkuNameEnum.PerGB2018 },
        retentionInDays: config.logRetentionDays,
        features: { disableLocalAuth: true, enableLogAccessUsingOnlyResourcePermissions: true },
      },
      child,
    );
    this.workspaceId = after(workspace, ids.workspace);
    const insights = new applicationinsights.Component(
      `${name}-insights`,
      {
        ...placement,
        resourceName: names.insights,
        kind: 'web',
        applicationType: applicationinsights.ApplicationType.Web,
        ingestionMode: applicationinsights.IngestionMode.LogAnalytics,
        workspaceResourceId: this.workspaceId,
        disableLocalAuth: true,
      },
      child,
    );
    this.insightsId = after(insights, ids.insights);
    this.insightsConnectionString = insights.connectionString;
    this.actionGroupId = after(new monitor.ActionGroup(`${name}-people`, actionGroupArgs(args), child), ids.actionGroup);
    for (const rule of ALERT_RULES) new monitor.ScheduledQueryRule(`${name}-${rule.name}`, this.alertArgs(rule), child);
    new applicationinsights.Workbook(
      `${name}-runs`,
      {
        ...placement,
        resourceName: names.workbook,
        displayName: `Signal archive: runs of ${args.stack}`,
        category: 'workbook',
        kind: applicationinsights.WorkbookSharedTypeKind.Shared,
        sourceId: this.workspaceId,
        serializedData: workbookContent(args.stack, ids.workspace),
      },
      child,
    );
    this.registerOutputs({ workspaceId: this.workspaceId });
  }

  private alertArgs(rule: AlertRule): monitor.ScheduledQueryRuleArgs {
    return {
      ...this.args.placement,
      ruleName: `${this.args.stack}-${rule.name}`,
      kind: monitor.Kind.LogAlert,
      displayName: `Signal archive ${this.args.stack}: ${rule.title}`,
      description: rule.description,
      severity: rule.severity,
      enabled: !(this.args.config.paused && rule.isQuietWhenPaused),
      scopes: [this.workspaceId],
      evaluationFrequency: rule.everyPeriod,
      windowSize: rule.everyPeriod,
      overrideQueryTimeRange: rule.lookBack,
      criteria: { allOf: [firesOnARow(rule.query)] },
      autoMitigate: true,
      // A new workspace knows the table only after its first line.
      skipQueryValidation: true,
      actions: { actionGroups: [this.actionGroupId] },
    };
  }
}

/** The operator is written out: the library's enumeration of this name belongs to another service (`gt`). */
const firesOnARow = (query: string) => ({
  query,
  timeAggregation: monitor.TimeAggregation.Count,
  operator: 'GreaterThan',
  threshold: 0,
  failingPeriods: { numberOfEvaluationPeriods: 1, minFailingPeriodsToAlert: 1 },
});

function actionGroupArgs({ names, placement, config }: MonitoringArgs): monitor.ActionGroupArgs {
  return {
    resourceGroupName: placement.resourceGroupName,
    location: 'global',
    tags: placement.tags,
    actionGroupName: names.actionGroup,
    groupShortName: names.actionGroupShort,
    enabled: true,
    emailReceivers: config.alertEmails.map((emailAddress, index) => ({
      name: `mail-${index + 1}`,
      emailAddress,
      useCommonAlertSchema: true,
    })),
  };
}

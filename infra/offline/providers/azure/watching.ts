import { listAt, textAt } from '../../../property-path';
import { arm, matches, type ResourceModel, type Rule } from '../model';
import { madeUpUuid } from '../values';

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Periods that a log alert takes. */
const FREQUENCIES = new Set(['PT1M', 'PT5M', 'PT10M', 'PT15M', 'PT30M', 'PT45M', 'PT1H', 'PT2H', 'PT3H', 'PT4H', 'PT5H', 'PT6H', 'P1D']);
const WINDOWS = new Set([...FREQUENCIES, 'PT20M', 'P2D']);

const oneOf =
  (property: string, allowed: ReadonlySet<string>): Rule =>
  (inputs) => {
    const value = textAt(inputs, property);
    return value === undefined || allowed.has(value)
      ? undefined
      : { property, reason: `Invalid value for properties.${property}, allowed values are: ${[...allowed].join(', ')}` };
  };

const OPERATORS = new Set(['Equals', 'GreaterThan', 'GreaterThanOrEqual', 'LessThan', 'LessThanOrEqual']);

const knownOperator: Rule = (inputs) => {
  const refused = listAt(inputs, 'criteria.allOf').find((condition) => !OPERATORS.has(textAt(condition, 'operator') ?? 'GreaterThan'));
  return refused === undefined
    ? undefined
    : {
        property: 'criteria',
        reason: `Invalid value for properties.criteria.allOf.operator, allowed values are: ${[...OPERATORS].join(', ')}`,
      };
};

/** Categories belong to the services below an account, never to the account. */
const categoriesBelow: Rule = (inputs) => {
  const category = textAt(listAt(inputs, 'logs')[0], 'category');
  return /\/storageAccounts\/[^/]+$/i.test(textAt(inputs, 'resourceUri') ?? '') && category !== undefined
    ? { property: 'logs', reason: `Category '${category}' is not supported.` }
    : undefined;
};

export const WATCHING: Readonly<Record<string, ResourceModel>> = {
  'azure-native:operationalinsights:Workspace': arm({
    path: 'Microsoft.OperationalInsights/workspaces/{workspaceName}',
    rules: [matches('workspaceName', /^[A-Za-z0-9][A-Za-z0-9-]{2,61}[A-Za-z0-9]$/, (name) => `Workspace name '${name}' is invalid.`)],
    outputs: (_inputs, place) => ({ customerId: madeUpUuid(place.urn) }),
  }),
  'azure-native:applicationinsights:Component': arm({
    path: 'Microsoft.Insights/components/{resourceName}',
    required: ['kind', 'applicationType'],
    outputs: (_inputs, place) => ({
      instrumentationKey: madeUpUuid(place.urn),
      connectionString: `InstrumentationKey=${madeUpUuid(place.urn)};IngestionEndpoint=https://westeurope-5.in.applicationinsights.azure.com/`,
    }),
  }),
  'azure-native:applicationinsights:Workbook': arm({
    path: 'Microsoft.Insights/workbooks/{resourceName}',
    required: ['displayName', 'category', 'serializedData'],
    rules: [matches('resourceName', GUID, (name) => `The workbook resource name '${name}' must be a GUID.`)],
  }),
  'azure-native:monitor:ActionGroup': arm({
    path: 'Microsoft.Insights/actionGroups/{actionGroupName}',
    required: ['groupShortName', 'enabled'],
    rules: [matches('groupShortName', /^.{1,12}$/, () => 'The short name of an action group has at most 12 characters.')],
  }),
  'azure-native:monitor:ScheduledQueryRule': arm({
    path: 'Microsoft.Insights/scheduledQueryRules/{ruleName}',
    required: ['scopes', 'criteria.allOf'],
    rules: [
      oneOf('evaluationFrequency', FREQUENCIES),
      oneOf('windowSize', WINDOWS),
      oneOf('overrideQueryTimeRange', WINDOWS),
      knownOperator,
    ],
  }),
  'azure-native:monitor:DiagnosticSetting': {
    required: ['resourceUri', 'name'],
    replaces: ['resourceUri', 'name'],
    nameKey: undefined,
    rules: [categoriesBelow],
    id: (inputs) => `${textAt(inputs, 'resourceUri')}/providers/Microsoft.Insights/diagnosticSettings/${textAt(inputs, 'name')}`,
    outputs: () => ({}),
  },
  'azure-native:consumption:Budget': {
    required: ['scope', 'budgetName', 'amount', 'category', 'timeGrain', 'timePeriod.startDate'],
    replaces: ['scope', 'budgetName'],
    nameKey: undefined,
    rules: [
      matches(
        'timePeriod.startDate',
        /^\d{4}-\d{2}-01T00:00:00Z$/,
        () => 'Invalid budget start date, the start date should be the first day of the month.',
      ),
    ],
    id: (inputs) => `${textAt(inputs, 'scope')}/providers/Microsoft.Consumption/budgets/${textAt(inputs, 'budgetName')}`,
    outputs: (inputs) => ({ name: textAt(inputs, 'budgetName') }),
  },
};

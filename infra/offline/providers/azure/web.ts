import { at, listAt, textAt, UNKNOWN } from '../../../property-path';
import { arm, matches, type Others, type ResourceModel, type Rule } from '../model';
import type { Inputs } from '../values';

const PLAN = 'azure-native:web:AppServicePlan';

/** Properties of the site's configuration that Flex Consumption refuses, and the settings it has elsewhere. */
const REFUSED_BY_FLEX = [
  'alwaysOn',
  'appCommandLine',
  'ftpsState',
  'functionsRuntimeScaleMonitoringEnabled',
  'linuxFxVersion',
  'netFrameworkVersion',
  'nodeVersion',
  'preWarmedInstanceCount',
  'use32BitWorkerProcess',
  'vnetRouteAllEnabled',
  'windowsFxVersion',
];
const SETTINGS_REFUSED_BY_FLEX = [
  'FUNCTIONS_EXTENSION_VERSION',
  'FUNCTIONS_WORKER_RUNTIME',
  'FUNCTIONS_WORKER_RUNTIME_VERSION',
  'WEBSITE_CONTENTAZUREFILECONNECTIONSTRING',
  'WEBSITE_CONTENTSHARE',
  'WEBSITE_NODE_DEFAULT_VERSION',
  'WEBSITE_RUN_FROM_PACKAGE',
];

const isKnown = (value: unknown): boolean => value !== undefined && value !== UNKNOWN;

function isFlex(inputs: Inputs, others: Others): boolean {
  const planId = textAt(inputs, 'serverFarmId');
  const plan = planId === undefined ? undefined : others.find(PLAN, planId.split('/').at(-1) ?? '');
  return plan === undefined ? inputs['functionAppConfig'] !== undefined : at(plan, 'sku.name') === 'FC1';
}

const flexTakesFewProperties: Rule = (inputs, others) => {
  if (!isFlex(inputs, others)) return undefined;
  const refused = REFUSED_BY_FLEX.filter((key) => isKnown(at(inputs, `siteConfig.${key}`))).map(
    (key) => `Site.SiteConfig.${key.charAt(0).toUpperCase()}${key.slice(1)}`,
  );
  if (refused.length === 0) return undefined;
  const what =
    refused.length === 1
      ? 'The following site configuration property'
      : `The following list of ${refused.length} site configuration properties`;
  const them = refused.length === 1 ? 'it' : 'them';
  return {
    property: 'siteConfig',
    reason: `${what} (${refused.join(', ')}) for Flex Consumption sites is invalid.  Please remove or rename ${them} before retrying.`,
  };
};

const flexTakesNoRuntimeSettings: Rule = (inputs, others) => {
  if (!isFlex(inputs, others)) return undefined;
  const refused = listAt(inputs, 'siteConfig.appSettings')
    .map((setting) => textAt(setting, 'name') ?? '')
    .find((name) => SETTINGS_REFUSED_BY_FLEX.includes(name));
  return refused === undefined
    ? undefined
    : {
        property: 'siteConfig',
        reason: `The following app setting (Site.SiteConfig.AppSettings.${refused}) for Flex Consumption sites is invalid.  Please remove or rename it before retrying.`,
      };
};

const flexNeedsItsSection: Rule = (inputs, others) =>
  isFlex(inputs, others) && inputs['functionAppConfig'] === undefined
    ? {
        property: 'functionAppConfig',
        reason:
          'Site.FunctionAppConfig is invalid.  The FunctionAppConfig section was not specified in the request, which is required for Flex Consumption sites.',
      }
    : undefined;

const settingsAreTexts: Rule = (inputs) => {
  const broken = listAt(inputs, 'siteConfig.appSettings').find((setting) => {
    const value = at(setting, 'value');
    return isKnown(value) && typeof value !== 'string';
  });
  return broken === undefined
    ? undefined
    : { property: 'siteConfig', reason: `The value of app setting ${textAt(broken, 'name')} is no text.` };
};

const site = 'Microsoft.Web/sites/{name}';

export const WEB: Readonly<Record<string, ResourceModel>> = {
  [PLAN]: arm({ path: 'Microsoft.Web/serverfarms/{name}', required: ['sku.name'], replaces: ['reserved'] }),
  'azure-native:web:WebApp': arm({
    path: site,
    required: ['serverFarmId', 'kind'],
    rules: [
      matches('name', /^[A-Za-z0-9][A-Za-z0-9-]{0,58}[A-Za-z0-9]$/, (name) => `The parameter Name has an invalid value: '${name}'.`),
      flexNeedsItsSection,
      flexTakesFewProperties,
      flexTakesNoRuntimeSettings,
      settingsAreTexts,
    ],
    outputs: (inputs) => ({
      defaultHostName: `${textAt(inputs, 'name')}.azurewebsites.net`,
      state: 'Running',
      outboundIpAddresses: '203.0.113.10',
    }),
  }),
  'azure-native:web:WebAppFtpAllowed': arm({ path: `${site}/basicPublishingCredentialsPolicies/ftp`, required: ['allow'] }),
  'azure-native:web:WebAppScmAllowed': arm({ path: `${site}/basicPublishingCredentialsPolicies/scm`, required: ['allow'] }),
  'azure-native:web:WebAppAuthSettingsV2': arm({ path: `${site}/config/authsettingsV2` }),
};

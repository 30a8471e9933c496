import { at, listAt, textAt } from '../../property-path';
import { type CheckedResource, type SecurityRule, securityRule } from '../security-rule';

const SITE = 'azure-native:web:WebApp';
const SIGN_IN = 'azure-native:web:WebAppAuthSettingsV2';
const BASIC_AUTHENTICATION = ['azure-native:web:WebAppFtpAllowed', 'azure-native:web:WebAppScmAllowed'];

/** Flex has no FTP, and takes neither its setting nor that of the inner encryption. */
const isFlex = ({ props }: CheckedResource): boolean => props['functionAppConfig'] !== undefined;
const SAFE_TLS = new Set(['1.2', '1.3']);

const settingValues = ({ props }: CheckedResource): readonly string[] =>
  listAt(props, 'siteConfig.appSettings').flatMap((setting) => textAt(setting, 'value') ?? []);

const TRAFFIC: readonly SecurityRule[] = [
  securityRule('site-https-only', SITE, {
    must: 'The app answers over HTTPS only.',
    checkov: ['CKV_AZURE_70'],
    azurePolicy: ['6d555dd1-86f2-4f1c-8ed7-5abae7c6cbab'],
    holds: ({ props }) => props['httpsOnly'] === true,
  }),
  securityRule('site-tls', SITE, {
    must: 'The app and its deployment site take TLS 1.2 or newer.',
    checkov: ['CKV_AZURE_145'],
    azurePolicy: ['f9d614c5-c173-4d56-95a7-b4437057d193'],
    holds: ({ props }) => ['minTlsVersion', 'scmMinTlsVersion'].every((key) => SAFE_TLS.has(String(at(props, `siteConfig.${key}`)))),
  }),
  securityRule('site-http2', SITE, {
    must: 'The app speaks HTTP/2.',
    checkov: ['CKV_AZURE_67'],
    azurePolicy: ['e2c1c086-2d84-4019-bff3-c44ccd95113c'],
    holds: ({ props }) => at(props, 'siteConfig.http20Enabled') === true,
  }),
  securityRule('site-no-foreign-origins', SITE, {
    must: 'No page of another origin may call the app.',
    checkov: ['CKV_AZURE_62'],
    azurePolicy: ['0820b7b9-23aa-4725-a1ce-ae4558f718e5'],
    holds: ({ props }) => listAt(props, 'siteConfig.cors.allowedOrigins').length === 0,
  }),
  securityRule('site-outbound-through-network', SITE, {
    must: 'Everything the app sends goes through its own network.',
    azurePolicy: ['32a913ec-5ed7-4b31-a5b0-198450d8fb13', '5e57f5ad-995a-485b-9f42-4748935ee5d9'],
    holds: ({ props }) => props['virtualNetworkSubnetId'] !== undefined && at(props, 'outboundVnetRouting.allTraffic') === true,
  }),
  securityRule('site-inner-encryption', SITE, {
    must: 'Traffic inside the platform is encrypted where the hosting offers it.',
    azurePolicy: ['387140f1-6da9-4741-bcee-3b5edcdfd9ec'],
    holds: (site) => isFlex(site) || site.props['endToEndEncryptionEnabled'] === true,
  }),
];

const WAYS_IN: readonly SecurityRule[] = [
  securityRule('site-sign-in', SIGN_IN, {
    must: 'Nobody reaches the app without signing in to this tenant.',
    checkov: ['CKV_AZURE_56'],
    azurePolicy: ['c75248c1-ea1d-4a9c-8fc9-29a6aabd5da8'],
    holds: ({ props }) =>
      at(props, 'platform.enabled') === true &&
      at(props, 'globalValidation.requireAuthentication') === true &&
      at(props, 'identityProviders.azureActiveDirectory.registration.openIdIssuer') !== undefined,
  }),
  securityRule('site-sign-in-without-secret', SIGN_IN, {
    must: 'The sign-in uses the managed identity in place of a client secret, and keeps no tokens.',
    holds: ({ props }) =>
      at(props, 'identityProviders.azureActiveDirectory.registration.clientSecretSettingName') ===
        'OVERRIDE_USE_MI_FIC_ASSERTION_CLIENTID' && at(props, 'login.tokenStore.enabled') === false,
  }),
  securityRule('site-no-basic-authentication', BASIC_AUTHENTICATION, {
    must: 'Nobody deploys with a user name and a password.',
    azurePolicy: ['871b205b-57cf-4e1e-a234-492616998bf7', 'aede300b-d67f-480a-ae26-4b3dfb1a1fdc'],
    holds: ({ props }) => props['allow'] === false,
  }),
  securityRule('site-no-ftp', SITE, {
    must: 'There is no FTP.',
    checkov: ['CKV_AZURE_78'],
    azurePolicy: ['399b2637-a50f-4f95-96f8-3a145476eb15'],
    holds: (site) => isFlex(site) || at(site.props, 'siteConfig.ftpsState') === 'Disabled',
  }),
  securityRule('site-no-remote-debugging', SITE, {
    must: 'Nobody can attach a debugger.',
    checkov: ['CKV_AZURE_72'],
    azurePolicy: ['0e60b895-3786-45da-8377-9c6b4b6ac5f9'],
    holds: ({ props }) => at(props, 'siteConfig.remoteDebuggingEnabled') === false,
  }),
];

const IDENTITY: readonly SecurityRule[] = [
  securityRule('site-managed-identity', SITE, {
    must: 'The app acts as a managed identity.',
    checkov: ['CKV_AZURE_71'],
    azurePolicy: ['0da106f2-4ca3-48e8-bc85-c638fe6aea8f'],
    holds: ({ props }) => at(props, 'identity.type') === 'UserAssigned',
  }),
  securityRule('site-settings-hold-no-secret', SITE, {
    must: 'No application setting holds a key, a signature or a password.',
    holds: (site) =>
      !settingValues(site).some((value) => /AccountKey=|SharedAccessSignature|[?&]sig=|Password=|DefaultEndpointsProtocol=/i.test(value)),
  }),
];

export const FUNCTION_RULES: readonly SecurityRule[] = [...TRAFFIC, ...WAYS_IN, ...IDENTITY];

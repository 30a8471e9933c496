import { ALERT_RULES } from '../../../infra/alert-rules';
import { firstOfMonth } from '../../../infra/components/budget';
import { at } from '../../../infra/property-path';
import { workbookContent } from '../../../infra/workbook';
import { type CapturedTenant, captureTenant } from '../support/captured-tenant';

const ZONE = '/subscriptions/s/resourceGroups/hub/providers/Microsoft.Network/privateDnsZones/privatelink.blob.core.windows.net';
const SUBNETS = '/subscriptions/s/resourceGroups/hub/providers/Microsoft.Network/virtualNetworks/hub/subnets';

describe('the network', () => {
  let endpoints: CapturedTenant;
  let isolated: CapturedTenant;
  let hub: CapturedTenant;

  beforeAll(async () => {
    endpoints = await captureTenant();
    isolated = await captureTenant({ networkMode: 'private', staticOutboundIp: false, privateDnsZoneIds: { blob: ZONE } });
    hub = await captureTenant({
      networkMode: 'private',
      staticOutboundIp: false,
      appSubnetId: `${SUBNETS}/app`,
      endpointSubnetId: `${SUBNETS}/endpoints`,
    });
  });

  it('integrates the app into a subnet of its own and gives it one fixed address', () => {
    expect(endpoints.resource('azure-native:network:VirtualNetwork', 'network').inputs['subnets']).toMatchObject([
      {
        name: 'app',
        delegations: [{ serviceName: 'Microsoft.App/environments' }],
        natGateway: { id: expect.stringContaining('/natGateways/') },
      },
    ]);
    expect(endpoints.outputs['outboundIp']).toBe('203.0.113.20');
    expect(isolated.outputs['outboundIp']).toBe('');
  });

  it('has private endpoints in private mode only, for every service and the site', () => {
    expect(endpoints.ofType('azure-native:network:PrivateEndpoint')).toEqual([]);
    const connected = isolated
      .ofType('azure-native:network:PrivateEndpoint')
      .map(({ name, inputs }) => [name, at(inputs, 'privateLinkServiceConnections.0.groupIds.0')]);
    expect(connected.sort()).toEqual([
      ['archive-blob', 'blob'],
      ['archive-queue', 'queue'],
      ['archive-table', 'table'],
      ['host-blob', 'blob'],
      ['site', 'sites'],
      ['vault', 'vault'],
    ]);
  });

  it('closes the public side of every store in private mode', () => {
    for (const account of ['archive', 'host']) {
      expect(isolated.resource('azure-native:storage:StorageAccount', account).inputs['publicNetworkAccess']).toBe('Disabled');
    }
    expect(at(isolated.resource('azure-native:keyvault:Vault', 'vault').inputs, 'properties.publicNetworkAccess')).toBe('Disabled');
  });

  it('uses the DNS zones it is given and makes the others', () => {
    expect(isolated.ofType('azure-native:privatedns:PrivateZone').map(({ inputs }) => inputs['privateZoneName'])).toEqual([
      'privatelink.queue.core.windows.net',
      'privatelink.table.core.windows.net',
      'privatelink.vaultcore.azure.net',
      'privatelink.azurewebsites.net',
    ]);
    expect(
      at(
        isolated.resource('azure-native:network:PrivateDnsZoneGroup', 'archive-blob-dns').inputs,
        'privateDnsZoneConfigs.0.privateDnsZoneId',
      ),
    ).toBe(ZONE);
  });

  it('uses the subnets it is given and makes no network', () => {
    expect(hub.ofType('azure-native:network:VirtualNetwork')).toEqual([]);
    expect(hub.resource('azure-native:web:WebApp', 'import').inputs['virtualNetworkSubnetId']).toBe(`${SUBNETS}/app`);
    expect(at(hub.resource('azure-native:network:PrivateEndpoint', 'vault').inputs, 'subnet.id')).toBe(`${SUBNETS}/endpoints`);
    expect(at(hub.ofType('azure-native:privatedns:VirtualNetworkLink')[0]?.inputs, 'virtualNetwork.id')).toBe(
      '/subscriptions/s/resourceGroups/hub/providers/Microsoft.Network/virtualNetworks/hub',
    );
  });
});

describe('watching', () => {
  let example: CapturedTenant;
  let paused: CapturedTenant;
  const alerts = (tenant: CapturedTenant) => tenant.ofType('azure-native:monitor:ScheduledQueryRule');

  beforeAll(async () => {
    example = await captureTenant();
    paused = await captureTenant({ paused: true, monthlyBudget: 0 });
  });

  it('takes logs and telemetry with Entra ID only', () => {
    expect(at(example.resource('azure-native:operationalinsights:Workspace', 'monitoring-logs').inputs, 'features.disableLocalAuth')).toBe(
      true,
    );
    expect(example.resource('azure-native:applicationinsights:Component', 'monitoring-insights').inputs).toMatchObject({
      disableLocalAuth: true,
      ingestionMode: 'LogAnalytics',
    });
  });

  it('logs who uses each service of the archive account and the vault', () => {
    const logged = example
      .ofType('azure-native:monitor:DiagnosticSetting')
      .map(({ inputs }) => String(inputs['resourceUri']).replace(/^.*\/(storageAccounts|vaults)\/[^/]+/, '$1'));
    expect(logged.sort()).toEqual([
      'storageAccounts/blobServices/default',
      'storageAccounts/queueServices/default',
      'storageAccounts/tableServices/default',
      'vaults',
    ]);
  });

  it('raises these alerts', () => {
    expect(alerts(example).map(({ name }) => name.replace('monitoring-', ''))).toEqual([
      'act-now',
      'no-complete-run',
      'held-grew',
      'poison-not-empty',
      'reconciliation-difference',
      'source-silent',
      'credential-expires',
      'test',
    ]);
  });

  it('tells everybody who is named', () => {
    const group = example.resource('azure-native:monitor:ActionGroup', 'monitoring-people').inputs;
    expect(group['emailReceivers']).toMatchObject([{ emailAddress: 'signal-archive-alerts@contoso.example' }]);
    for (const alert of alerts(example))
      expect(at(alert.inputs, 'actions.actionGroups')).toEqual([expect.stringContaining('/actionGroups/')]);
  });

  it('looks back two days for a run, because no window of 26 hours exists', () => {
    expect(example.resource('azure-native:monitor:ScheduledQueryRule', 'monitoring-no-complete-run').inputs).toMatchObject({
      overrideQueryTimeRange: 'P2D',
      evaluationFrequency: 'PT1H',
      criteria: {
        allOf: [{ timeAggregation: 'Count', operator: 'GreaterThan', threshold: 0, query: expect.stringContaining('ago(26h)') }],
      },
    });
  });

  it('does not miss runs that nobody wants while collecting is paused', () => {
    const quiet = alerts(paused).filter(({ inputs }) => inputs['enabled'] === false);
    expect(quiet.map(({ name }) => name)).toEqual(['monitoring-no-complete-run', 'monitoring-source-silent']);
  });

  it.each(ALERT_RULES.map((rule) => [rule.name, rule] as const))('reads only lines of our own runtime for %s', (_name, rule) => {
    expect(rule.query).toMatch(
      /^AppTraces \| extend line = parse_json\(Message\) \| where tostring\(line\.(text\) == "(Run closed|Connector status|Test alert)"|level\) == "error")/,
    );
    expect(rule.description.length).toBeGreaterThan(30);
  });

  it('shows the history of runs in a workbook that has a name of its own', () => {
    const workbook = example.ofType('azure-native:applicationinsights:Workbook')[0]?.inputs;
    expect(workbook?.['resourceName']).toMatch(/^[0-9a-f]{8}-/);
    expect(JSON.parse(String(workbook?.['serializedData']))).toMatchObject({
      version: 'Notebook/1.0',
      items: [{ type: 1 }, { type: 3 }, { type: 3 }],
    });
    expect(workbookContent('dev', '/subscriptions/s')).toBe(workbookContent('dev', '/subscriptions/s'));
  });

  it('has a budget for the group from the first of the month, unless there is none', () => {
    expect(example.resource('azure-native:consumption:Budget', 'budget').inputs).toMatchObject({
      scope: expect.stringMatching(/\/resourceGroups\/rg-signal-archive-contoso-dev-\w+$/),
      amount: 200,
      timePeriod: { startDate: '2026-11-01T00:00:00Z' },
      notifications: { spent: { threshold: 80 }, forecast: { threshold: 100, thresholdType: 'Forecasted' } },
    });
    expect(paused.ofType('azure-native:consumption:Budget')).toEqual([]);
    expect(firstOfMonth(new Date('2026-12-31T23:59:59Z'))).toBe('2026-12-01T00:00:00Z');
  });
});

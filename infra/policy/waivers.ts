/** A rule that does not hold for one resource, and why that is right. This list may only shrink. */
export interface Waiver {
  readonly rule: string;
  /** Name of the resource in the program. */
  readonly resource: string;
  readonly reason: string;
}

export const WAIVERS: readonly Waiver[] = [
  {
    rule: 'storage-no-local-users',
    resource: 'landing',
    reason: 'The vendor pushes by SFTP, which knows local users only: one, by SSH key, write only.',
  },
  { rule: 'evidence-protected', resource: 'host', reason: 'Holds locks and the released zip, both made again by a deployment.' },
  { rule: 'evidence-protected', resource: 'host-blobs', reason: 'As host.' },
  { rule: 'evidence-protected', resource: 'host-deployments', reason: 'As host.' },
];

/** A rule of Checkov or Azure Policy that the pack does not carry, and why. */
export interface NotCarried {
  readonly ids: readonly string[];
  readonly reason: string;
}

export const NOT_CARRIED: readonly NotCarried[] = [
  { ids: ['CKV_AZURE_17', 'ab6a902f-9493-453b-928d-62c30b11b5a6'], reason: 'Client certificates: people sign in with Entra ID.' },
  { ids: ['CKV_AZURE_88', '4d0bc837-6eff-477e-9ecd-33bf8d4212a5'], reason: 'Azure Files: there is no content share.' },
  {
    ids: ['CKV_AZURE_211', 'CKV_AZURE_212', 'CKV_AZURE_214'],
    reason: 'Plan size, instance count, always on: queues scale the app, and Flex has no such settings.',
  },
  {
    ids: ['CKV_AZURE_63', 'CKV_AZURE_65', 'CKV_AZURE_66'],
    reason: 'HTTP, detailed error and failed request logs: telemetry has them without addresses.',
  },
  {
    ids: [
      'CKV2_AZURE_33',
      'CKV2_AZURE_32',
      'CKV_AZURE_221',
      '6edd7eda-6dd8-40f7-810d-67160c639cd9',
      'a6abeaec-4d90-4a02-805f-6b26c4d3fbe9',
      '969ac98b-88a8-449f-883c-2e9adb123127',
      'b2982f36-99f2-4db5-8eff-283140c09693',
    ],
    reason: 'Private endpoints and no public address at all: a choice of the stack (networkMode).',
  },
  { ids: ['CKV_AZURE_84', 'CKV_AZURE_87', 'CKV_AZURE_61'], reason: 'Defender plans belong to the subscription, not to a stack.' },
];

/** A role of the connector page and its API. */
export interface AppRole {
  readonly value: 'DataConnector.Admin' | 'DataConnector.Auditor' | 'DataConnector.Reader';
  readonly displayName: string;
  readonly description: string;
  /** The configuration key that names who has it. */
  readonly membersKey: 'adminIds' | 'auditorIds' | 'readerIds';
}

export const APP_ROLES: readonly AppRole[] = [
  {
    value: 'DataConnector.Admin',
    displayName: 'Connector administrator',
    description: 'Starts and replays imports, changes the mapping, decides about held items.',
    membersKey: 'adminIds',
  },
  {
    value: 'DataConnector.Auditor',
    displayName: 'Connector auditor',
    description: 'Sees full numbers and takes evidence out. Changes nothing.',
    membersKey: 'auditorIds',
  },
  {
    value: 'DataConnector.Reader',
    displayName: 'Connector reader',
    description: 'Sees status, runs and counts.',
    membersKey: 'readerIds',
  },
];

/** The one scope people and the deploying identity ask for. */
export const ACCESS_SCOPE = 'access_as_user';

/** The Azure command line (a first-party application with the same id in every tenant), pre-authorised for the scope. */
export const AZURE_CLI_CLIENT_ID = '04b07795-8ddb-461a-bbee-02f9e1bf7b46';

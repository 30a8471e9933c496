import { isMap, parseDocument, visit } from 'yaml';

/** Takes the place of every encrypted value: nothing offline can decrypt it, and nothing needs it. */
export const DUMMY_SECRET = 'offline-dummy';

/** A stack file that can be used without its secrets provider. */
export interface OfflineStackFile {
  readonly text: string;
  /** The tenant and subscription it names; empty when it does not. */
  readonly tenantId: string;
  readonly subscriptionId: string;
}

const OF_THE_SECRETS_PROVIDER = ['secretsprovider', 'encryptionsalt', 'encryptedkey'];

/** Drops the secrets provider and replaces what it encrypted; everything else stays as it is. Throws when the file is no YAML map. */
export function takeOffline(text: string): OfflineStackFile {
  const document = parseDocument(text);
  if (document.errors.length > 0 || !isMap(document.contents))
    throw new Error(`The stack file is no YAML map: ${document.errors[0]?.message ?? 'another form'}`);
  for (const key of OF_THE_SECRETS_PROVIDER) document.delete(key);
  visit(document, {
    Map: (_key, map) => (map.items.length === 1 && map.has('secure') ? document.createNode(DUMMY_SECRET) : undefined),
  });
  const config = (name: string): string => {
    const value: unknown = document.getIn(['config', `signal-archive:${name}`]);
    return typeof value === 'string' ? value : '';
  };
  return { text: document.toString({ lineWidth: 0 }), tenantId: config('tenantId'), subscriptionId: config('subscriptionId') };
}

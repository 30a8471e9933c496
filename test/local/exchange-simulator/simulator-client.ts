import { ExchangeSimulator, type SimulatorOptions } from '../../../runtime/local/exchange-simulator/exchange-simulator';

export const TOKEN = 'exchange-simulator';
export const ANNA = '11111111-0000-4000-8000-000000000001';
export const BEN = '11111111-0000-4000-8000-000000000002';
export const GUID = '{6f1b8f52-3c5c-4b0e-9d6a-5a3f0c1e7d42}';
export const KEY = `String ${GUID} Name TestKey`;

export interface Answer {
  readonly status: number;
  readonly code: string | undefined;
  readonly message: string;
  readonly headers: Headers;
  readonly json: Record<string, unknown>;
  /** `value` of a list. */
  readonly value: readonly Record<string, unknown>[];
}

/** A client that says exactly what it is told to, as a test of a server needs it. */
export class SimulatorClient {
  constructor(readonly simulator: ExchangeSimulator) {}

  static async start(options: SimulatorOptions = {}): Promise<SimulatorClient> {
    const users = [
      { id: ANNA, userPrincipalName: 'anna.lee@contoso.example' },
      { id: BEN, userPrincipalName: 'ben.okoro@contoso.example' },
    ];
    return new SimulatorClient(await ExchangeSimulator.start({ users, ...options }));
  }

  async ask(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    return this.send(method, `${this.simulator.url}${path}`, body, { authorization: `Bearer ${TOKEN}`, ...headers });
  }

  /** To any URL, with a token only when it is given. */
  async send(method: string, url: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    const isBytes = Buffer.isBuffer(body);
    const response = await fetch(url, {
      method,
      headers: {
        prefer: 'IdType="ImmutableId"',
        'client-request-id': 'test',
        ...(body === undefined ? {} : { 'content-type': isBytes ? 'application/octet-stream' : 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: isBytes ? new Uint8Array(body) : typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const json = (text === '' ? {} : JSON.parse(text)) as Record<string, unknown>;
    const error = json['error'] as { code: string; message: string } | undefined;
    return {
      status: response.status,
      code: error?.code,
      message: error?.message ?? '',
      headers: response.headers,
      json,
      value: (json['value'] ?? []) as Answer['value'],
    };
  }

  async control(method: string, path: string, body?: unknown): Promise<Answer> {
    return this.send(method, `${this.simulator.origin}/_control/${path}`, body);
  }

  async create(changes: Record<string, unknown> = {}, user = ANNA, folder = 'inbox'): Promise<Answer> {
    return this.ask('POST', `/users/${user}/mailFolders/${folder}/messages`, { ...aMessage(), ...changes });
  }

  /** The id of a message made just now. */
  async created(changes: Record<string, unknown> = {}): Promise<string> {
    return (await this.create(changes)).json['id'] as string;
  }

  async lookUp(property: string, value: string, user = ANNA, folder = 'inbox'): Promise<Answer> {
    const filter = `singleValueExtendedProperties/any(ep:ep/id eq '${property}' and ep/value eq '${value}')`;
    return this.ask('GET', `/users/${user}/mailFolders/${folder}/messages?$select=id,subject&$filter=${encodeURIComponent(filter)}`);
  }

  stop(): Promise<void> {
    return this.simulator.stop();
  }
}

export function aMessage(properties: readonly { id: string; value: string }[] = sentProperties()) {
  return {
    subject: 'A message',
    body: { contentType: 'text', content: 'Hello' },
    from: anAddress('447700900123@signal.invalid', '+44 7700 900123'),
    toRecipients: [anAddress('ben.okoro@contoso.example', 'Ben Okoro')],
    singleValueExtendedProperties: properties,
  };
}

export function sentProperties(key?: string) {
  return [
    { id: 'Integer 0x0E07', value: '1' },
    { id: 'SystemTime 0x0039', value: '2026-11-20T10:00:00Z' },
    { id: 'SystemTime 0x0E06', value: '2026-11-20T10:00:05Z' },
    ...(key === undefined ? [] : [{ id: KEY, value: key }]),
  ];
}

export const anAddress = (address: string, name = 'Somebody') => ({ emailAddress: { name, address } });

export function anAttachment(content: Buffer, name = 'cat.jpg') {
  return { '@odata.type': '#microsoft.graph.fileAttachment', name, contentType: 'image/jpeg', contentBytes: content.toString('base64') };
}

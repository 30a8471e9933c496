import { HOST } from './host';

/** How sure a figure is. */
export type Sureness =
  /** It is what the reader has, or sets. */
  | 'yours'
  /** The service's documentation says it. */
  | 'documented'
  /** The documentation says something that can be read in two ways, or has said different things: the option changes it. */
  | 'uncertain'
  /** No documentation says it. */
  | 'assumed';

/** One figure of a scenario: an option of the command. */
export interface Figure {
  readonly option: string;
  readonly value: number;
  readonly least: number;
  readonly most: number;
  readonly isWhole: boolean;
  readonly what: string;
  readonly sureness: Sureness;
  /** Where a limit is from; '' for what is the reader's own. */
  readonly source: string;
}

const MANY = Number.MAX_SAFE_INTEGER;
const whole = (option: string, value: number, least: number, most: number, what: string): Figure => ({
  ...{ option, value, least, most, what },
  ...{ isWhole: true, sureness: 'yours', source: '' },
});
const share = (option: string, value: number, what: string): Figure => ({ ...real(option, value, what), least: 0, most: 1 });
const real = (option: string, value: number, what: string): Figure => ({ ...whole(option, value, 0, MANY, what), isWhole: false });
const documented = (figure: Figure, source: string): Figure => ({ ...figure, sureness: 'documented', source });
const uncertain = (figure: Figure, source: string): Figure => ({ ...figure, sureness: 'uncertain', source });
const assumed = (figure: Figure, source = ''): Figure => ({ ...figure, sureness: 'assumed', source });

const STORAGE = 'Azure Storage, scalability targets';
const FLEX = 'Azure Functions, Flex Consumption plan';
const OUTLOOK = 'Microsoft Graph, throttling limits, Outlook service';

/** Everything that can be asked for, with its default. */
export const FIGURES = {
  mailboxes: whole('mailboxes', 500_000, 1, 5_000_000, 'mailboxes that get copies'),
  itemsPerDay: whole('items-per-day', 20_000_000, 1, 1_000_000_000, 'items that the source brings in a day'),
  copies: { ...assumed(real('copies', 2, 'mailboxes that an ordinary item goes to')), least: 0.1, most: 1_000 },
  groupShare: assumed(share('group-share', 0.02, 'share of items that are group messages')),
  groupSize: assumed(whole('group-size', 30, 1, 1_000, 'mailboxes that a group message goes to')),
  skew: { ...assumed(real('skew', 1.2, 'spread of how much people write (log-normal; 0 = all the same)')), most: 3 },
  pictureShare: assumed(share('picture-share', 0.2, 'share of items with a picture of 200 KB')),
  externals: assumed(real('externals', 0.5, 'unknown numbers that an item of a part of a package shows, each counted once a part')),
  heldShare: assumed(share('held-share', 0.001, 'share of items that are held')),
  heldOpen: assumed(whole('held-open', 10_000, 0, MANY, 'held entries that are open already')),

  itemsPerPackage: assumed(whole('items-per-package', 10_000, 1, 1_000_000, 'items in a package of the source')),
  sourceMegabytes: { ...assumed(real('source-megabytes', 80, 'megabytes a second that the source gives in all')), least: 0.01 },
  downloadMegabytes: { ...assumed(real('download-megabytes', 10, 'megabytes a second of one download')), least: 0.01 },

  instances: whole('instances', 40, 1, 1_000, '`maximumInstances` of the stack'),
  memoryMb: whole('memory', 2_048, 512, 4_096, '`instanceMemoryMb` of the stack; 2,048 is one core'),
  runsPerDay: whole('runs-per-day', 1, 1, 96, 'runs a day, by `schedule` of the stack'),
  runCloseHours: whole('run-close-hours', 4, 1, 20, '`runCloseHours` of the stack'),
  stacks: whole('stacks', 1, 1, 1_000, 'stacks that share the mailboxes, each with an account, an app and a source of its own'),

  mailboxInFlight: documented(whole('mailbox-in-flight', 4, 1, 1_000, 'requests to a mailbox at once'), OUTLOOK),
  mailboxRequests: documented(whole('mailbox-requests', 10_000, 1, MANY, 'requests to a mailbox in 10 minutes'), OUTLOOK),
  mailboxMegabytes: documented(whole('mailbox-megabytes', 150, 1, MANY, 'megabytes sent to a mailbox in 5 minutes'), OUTLOOK),
  appRequests: documented(
    whole('app-requests', 13_000, 1, MANY, 'Graph requests of the app a second, over all tenants (130,000 in 10 s)'),
    'Microsoft Graph, throttling limits, global limit',
  ),
  appInFlight: uncertain(
    whole('app-in-flight', 0, 0, MANY, 'Graph requests of the app at once, whatever the mailbox; 0 = no such limit, 4 = the other reading'),
    'the documentation has said "per mailbox" and "per app"; today it says per app and mailbox',
  ),
  accountRequests: documented(
    whole('account-requests', 20_000, 1, MANY, 'requests to the storage account a second; 40,000 in the large regions'),
    STORAGE,
  ),
  accountGigabits: documented(
    whole('account-gigabits', 25, 1, MANY, 'gigabits a second into the account; 60 in the large regions'),
    STORAGE,
  ),
  partitionEntities: documented(whole('partition-entities', 2_000, 1, MANY, 'entities of one table partition a second'), STORAGE),
  listEntities: uncertain(
    whole('list-entities', 2_000, 1, MANY, 'entities a second that a reader of a whole partition gets'),
    'the limit above, read strictly; whether it holds for lists is not said, and lists are often faster',
  ),
  queueMessages: documented(whole('queue-messages', 2_000, 1, MANY, 'messages of one queue a second'), STORAGE),
  queueOperations: uncertain(
    whole('queue-operations', 3, 1, 3, 'how often a message counts: put, got and deleted, or once'),
    'the documentation counts messages and does not say in which operation',
  ),
  quotaCores: documented(whole('quota-cores', 250, 1, MANY, 'cores of all Flex apps in a region'), `${FLEX}; more on request`),
  isPerFunction: uncertain(
    whole('instances-per-function', 0, 0, 1, '1 = each function may have `maximumInstances`, 0 = all of them together'),
    `${FLEX} scales each function apart; the interface calls the number one "for the function app"`,
  ),
  scaleStep: assumed(
    whole('scale-step', 4, 1, 1_000, 'instances that a decision to scale adds to a function'),
    `${FLEX}, target-based scaling`,
  ),
  scaleSeconds: { ...assumed(real('scale-seconds', 10, 'seconds between two such decisions')), least: 0.1 },
  handlerMinutes: whole('handler-minutes', HOST.handlerMinutes, 1, 60, 'minutes that a handler may take (`functionTimeout` in host.json)'),

  graphMs: { ...assumed(real('graph-ms', 300, 'milliseconds until Graph answers a create'), '200 to 400 are usual'), least: 0.1 },
  storageMs: { ...assumed(real('storage-ms', 5, 'milliseconds until storage answers, inside a region')), least: 0.1 },
  pageMs: assumed(real('page-ms', 60, 'milliseconds for a page of 1,000 rows, read and parsed')),
  coreSpeed: { ...assumed(real('core-speed', 1, 'speed of a core, 1 = the one that the bench ran on')), least: 0.01 },

  priceGigabyteSecond: real('price-gigabyte-second', 0, 'price of a GB-second of Flex; 0 = not given'),
  priceMillionExecutions: real('price-million-executions', 0, 'price of a million executions of Flex'),
  price10kTransactions: real('price-10k-transactions', 0, 'price of 10,000 storage requests'),
  priceGigabyteMonth: real('price-gigabyte-month', 0, 'price of a gigabyte stored for a month'),
  seed: whole('seed', 1, 0, MANY, 'same seed, same output'),
} as const satisfies Readonly<Record<string, Figure>>;

export type ScenarioKey = keyof typeof FIGURES;

/** What is simulated: one day of an organisation, cut into runs. */
export type Scenario = { readonly [K in ScenarioKey]: number };

export const SCENARIO_KEYS = Object.keys(FIGURES) as readonly ScenarioKey[];

export const DEFAULT_SCENARIO = Object.fromEntries(SCENARIO_KEYS.map((key) => [key, FIGURES[key].value])) as Scenario;

/** Deliveries that one item leads to on average. */
export const deliveriesPerItem = ({ copies, groupShare, groupSize }: Scenario): number =>
  copies * (1 - groupShare) + groupSize * groupShare;

/** Items of one run of one stack. */
export const itemsOfRun = ({ itemsPerDay, runsPerDay, stacks }: Scenario): number =>
  Math.max(1, Math.round(itemsPerDay / runsPerDay / stacks));

/** Mailboxes of one stack. */
export const mailboxesOfStack = ({ mailboxes, stacks }: Scenario): number => Math.max(1, Math.round(mailboxes / stacks));

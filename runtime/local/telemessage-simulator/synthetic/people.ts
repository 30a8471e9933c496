/** How routing must judge a person, by the mapping and the directory of the synthetic organisation. */
export type Standing =
  /** Has a row in the user mapping; the row decides, whatever address is shown. */
  | { readonly state: 'mapped'; readonly mailbox: string }
  /** No row; the address shown beside the person names the mailbox. */
  | { readonly state: 'addressed'; readonly mailbox: string }
  /** Should have a mailbox, but neither row nor address names a valid user. */
  | { readonly state: 'unmatched' }
  /** Neither row nor address. */
  | { readonly state: 'unresolved' }
  /** An address of somebody else's domain. */
  | { readonly state: 'external' };

/** Somebody who writes or reads Signal messages. All of them are invented; numbers are from ranges reserved for fiction. */
export interface Person {
  readonly key: string;
  readonly firstName: string;
  readonly lastName: string;
  /** Digits with country code, without plus; undefined where the vendor shows none. */
  readonly phone: string | undefined;
  /** What stands between the angle brackets; undefined = `<>`. */
  readonly address: string | undefined;
  /** The phone records: every message it takes part in comes as an item of its own. */
  readonly isRecorded: boolean;
  /** Mailbox that the user mapping names, when it has a row. */
  readonly row: string | undefined;
  readonly standing: Standing;
}

const DOMAIN = 'contoso.example';
/** Domains whose mailboxes are the organisation's own. */
export const ORGANISATION_DOMAINS: readonly string[] = [DOMAIN, 'contoso-trading.example'];

type Name = readonly [key: string, firstName: string, lastName: string, phone: string];

function recorded(person: Person): Person {
  return { ...person, isRecorded: true };
}

/** An employee with a mapping row to the own mailbox; the address shown is the same. */
function mapped([key, firstName, lastName, phone]: Name): Person {
  const mailbox = `${firstName}.${lastName}@${DOMAIN}`.toLowerCase();
  return { key, firstName, lastName, phone, address: mailbox, isRecorded: false, row: mailbox, standing: { state: 'mapped', mailbox } };
}

/** An employee without a row: matched by the address beside the name. */
function addressed([key, firstName, lastName, phone]: Name, shown?: string): Person {
  const mailbox = `${firstName}.${lastName}@${DOMAIN}`.toLowerCase();
  const address = shown ?? mailbox;
  return { key, firstName, lastName, phone, address, isRecorded: false, row: undefined, standing: { state: 'addressed', mailbox } };
}

function outsider([key, firstName, lastName, phone]: Name, address: string | undefined): Person {
  const standing: Standing = { state: address === undefined ? 'unresolved' : 'external' };
  return { key, firstName, lastName, phone, address, isRecorded: false, row: undefined, standing };
}

/** The people of the synthetic days: a mid-sized energy company and those it talks to. */
export const PEOPLE: readonly Person[] = [
  // leadership
  recorded(mapped(['maya', 'Maya', 'Okafor', '447700900101'])),
  recorded(mapped(['james', 'James', 'Whitfield', '447700900102'])),
  mapped(['sofia', 'Sofia', 'Marchetti', '447700900103']),
  mapped(['elena', 'Elena', 'Petrova', '447700900104']),
  addressed(['aisha', 'Aisha', 'Rahman', '447700900105']),
  // trading
  recorded(mapped(['tomas', 'Tomas', 'Lindqvist', '447700900111'])),
  recorded(mapped(['priya', 'Priya', 'Raman', '447700900112'])),
  mapped(['daniel', 'Daniel', 'Kerr', '447700900113']),
  // The principal name is in the first domain, the primary address in the second; the row names the primary address.
  {
    ...mapped(['yuki', 'Yuki', 'Tanaka', '447700900114']),
    address: 'yuki.tanaka@contoso-trading.example',
    row: 'yuki.tanaka@contoso-trading.example',
  },
  // field operations
  recorded(mapped(['henrik', 'Henrik', 'Dahl', '447700900121'])),
  recorded(mapped(['nora', 'Nora', 'Byrne', '447700900122'])),
  mapped(['marek', 'Marek', 'Nowak', '447700900123']),
  mapped(['leo', 'Leo', 'Rossi', '447700900124']),
  addressed(['samuel', 'Samuel', 'Osei', '447700900125']),
  recorded(addressed(['amira', 'Amira', 'Haddad', '447700900126'])),
  // The number of the operations desk: no name, no address; the mapping sends it to a shared mailbox.
  {
    key: 'desk',
    firstName: '447700900129',
    lastName: '',
    phone: '447700900129',
    address: undefined,
    isRecorded: false,
    row: `operations.desk@${DOMAIN}`,
    standing: { state: 'mapped', mailbox: `operations.desk@${DOMAIN}` },
  },
  // Joined the harbour office a week ago: her number is in the mapping since then, and no address is shown beside it.
  { ...mapped(['zara', 'Zara', 'Khan', '447700900127']), address: undefined },
  // engineering and projects
  recorded(mapped(['lukas', 'Lukas', 'Weber', '493023125131'])),
  mapped(['oliver', 'Oliver', 'Hughes', '447700900132']),
  mapped(['ines', 'Ines', 'Duarte', '447700900133']),
  recorded(mapped(['chloe', 'Chloe', 'Martin', '33639980134'])),
  // services
  recorded(mapped(['ravi', 'Ravi', 'Menon', '447700900141'])),
  mapped(['grace', 'Grace', 'Adeyemi', '447700900142']),
  // Shown with an old alias of the mailbox.
  addressed(['hannah', 'Hannah', 'Fischer', '447700900143'], `h.fischer@${DOMAIN}`),
  // The row wins over the address: the phone was registered with the team's address, the mapping names the person's mailbox.
  { ...recorded(mapped(['ben', 'Ben', 'Carter', '447700900144'])), address: `sales@${DOMAIN}` },
  // Has left: the account is disabled, the mailbox is kept and still right.
  mapped(['martin', 'Martin', 'Cole', '447700900145']),
  // those whose mail does not arrive
  // Joined this week: an address inside the domain, but no user in the directory yet.
  {
    key: 'owen',
    firstName: 'Owen',
    lastName: 'Pryce',
    phone: '447700900151',
    address: `owen.pryce@${DOMAIN}`,
    isRecorded: true,
    row: undefined,
    standing: { state: 'unmatched' },
  },
  // On the board: a user outside the scope of the connector.
  mapped(['victor', 'Victor', 'Lang', '447700900152']),
  // Has no Exchange licence.
  addressed(['kira', 'Kira', 'Solberg', '447700900153']),
  // outsiders; Nils has a guest account in the directory, and is an outsider all the same
  outsider(['nils', 'Nils', 'Berg', '447700900154'], 'nils.berg@fabrikam.example'),
  outsider(['erik', 'Erik', 'Halvorsen', '12025550161'], 'erik.halvorsen@northwind.example'),
  outsider(['carla', 'Carla', 'Mendes', '12025550162'], 'carla.mendes@fabrikam.example'),
  outsider(['joao', 'João', 'Ferreira', '12025550163'], 'joao.ferreira@adatum.example'),
  outsider(['wei', 'Wei', 'Chen', '12025550164'], 'wei.chen@tailspin.example'),
  outsider(['fiona', 'Fiona', 'Grant', '447700900171'], 'fiona.grant@litware.example'),
  outsider(['dispatch', 'Port', 'Dispatch', '447700900172'], undefined),
  outsider(['crane', 'Alan', 'Crane', '447700900173'], undefined),
  outsider(['shuttle', 'Airport', 'Shuttle', '447700900174'], undefined),
];

const PEOPLE_BY_KEY = new Map(PEOPLE.map((person) => [person.key, person]));

export function personOf(key: string): Person {
  const person = PEOPLE_BY_KEY.get(key);
  if (person === undefined) throw new RangeError(`No person of the synthetic organisation is called '${key}'`);
  return person;
}

/** `Maya Okafor`, or the number of somebody without a name. */
export function fullName(person: Person): string {
  return person.lastName === '' ? person.firstName : `${person.firstName} ${person.lastName}`;
}

export const ROLES = ['DataConnector.Reader', 'DataConnector.Auditor', 'DataConnector.Admin'] as const;
export type Role = (typeof ROLES)[number];

/** Who is signed in, as far as use cases need to know. */
export interface Person {
  /** User name or object id: what the record of acts says. */
  readonly id: string;
  readonly name: string;
  /** The highest one. */
  readonly role: Role;
}

/** The parts of an act that follow from who acts; an act that changes nothing with a hash needs no other. */
export const actorOf = (person: Person) => ({ actor: person.id, role: person.role, beforeHash: '', afterHash: '', approver: '' });

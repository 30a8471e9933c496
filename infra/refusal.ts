/** Something that a person has to mend: the message says what and how, and is shown without a stack trace. */
export class Refusal extends Error {
  override readonly name: string = 'Refusal';
}

/** Something found in an input that a person may have to know: a fixed code and a clean, short detail without content of messages. */
export interface Problem {
  readonly code: string;
  readonly detail: string;
}

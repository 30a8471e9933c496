import type { RandomSource } from '../item/random-source';

/** A reader of outside bytes, and what must hold whatever the bytes are. */
export interface FuzzTarget {
  readonly name: string;
  /** Inputs to begin with; the same for the same seed. */
  seeds(random: RandomSource): Promise<readonly Buffer[]>;
  /** Pieces on which readers of this kind have gone wrong. */
  readonly dictionary: readonly Buffer[];
  /** Reads the input and answers every rule that it breaks; throwing breaks one too. */
  check(bytes: Buffer, random: RandomSource): Promise<readonly string[]>;
  /** Writes something, reads it, and answers what came back differently. */
  roundTrip(random: RandomSource): Promise<readonly string[]>;
}

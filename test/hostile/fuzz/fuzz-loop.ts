import { mutate } from '../item/mutation';
import { RandomSource } from '../item/random-source';
import type { BlockCoverage } from './block-coverage';
import type { FuzzTarget } from './fuzz-target';

export interface FuzzResult {
  readonly target: string;
  readonly cases: number;
  /** Inputs that reached something new and were kept to go on from. */
  readonly kept: number;
  readonly functions: number;
  readonly slowestInMs: number;
  readonly peakRssInMebibytes: number;
}

interface Case {
  readonly index: number;
  readonly bytes: Buffer;
}

/** CPU time of one input: the machine may be busy with something else. */
const LONGEST_CASE_IN_MS = 5_000;
const MEBIBYTE = 1024 * 1024;
/** A mutant is seldom better than a shorter one. */
const LONGEST_INPUT_BYTES = 64 * 1024;
/** Asking V8 costs more than reading an item, so it is asked once a batch; only of a batch with something new, each input is tried alone. */
const BATCH = 32;
/** Writing and reading back, a batch. */
const ROUND_TRIPS = 2;

/** Mutates what it has, keeps what reaches new blocks, and throws at the first broken rule with what is needed to see it again. */
export class Fuzzer {
  private readonly corpus: Buffer[] = [];
  private kept = 0;
  private slowestInMs = 0;
  private peak = 0;

  constructor(
    private readonly target: FuzzTarget,
    private readonly seed: number,
    private readonly coverage: BlockCoverage,
  ) {}

  async run(cases: number): Promise<FuzzResult> {
    this.corpus.push(...(await this.target.seeds(new RandomSource(this.seed))));
    for (const bytes of this.corpus) await this.check({ index: -1, bytes });
    this.coverage.take(true);
    for (let index = 0; index < cases; index += BATCH) await this.batch(index, Math.min(cases, index + BATCH));
    const { target, kept, slowestInMs, peak, coverage } = this;
    return {
      target: target.name,
      cases,
      kept,
      functions: coverage.functions,
      slowestInMs: Math.round(slowestInMs),
      peakRssInMebibytes: Math.round(peak / MEBIBYTE),
    };
  }

  private async batch(from: number, to: number): Promise<void> {
    const batch: Case[] = [];
    for (let index = from; index < to; index++) {
      const random = this.randomOf(index);
      const bytes = mutate(random.pick(this.corpus), random.pick(this.corpus), random, this.target.dictionary).subarray(
        0,
        LONGEST_INPUT_BYTES,
      );
      batch.push({ index, bytes });
      await this.check({ index, bytes });
    }
    this.peak = Math.max(this.peak, process.memoryUsage.rss());
    await this.roundTrip(from);
    if (!this.coverage.take(false)) return;
    await this.keepNew(batch, true);
    await this.roundTrip(from);
    this.coverage.take(true);
  }

  private async roundTrip(from: number): Promise<void> {
    for (let index = from; index < from + ROUND_TRIPS; index++)
      report(this.target, await this.target.roundTrip(this.randomOf(index)), `seed ${this.seed}, round trip ${index}`);
  }

  /** By halves: whoever brings nothing new is soon left aside. `isNew`: it is known already that one of them brings something. */
  private async keepNew(batch: readonly Case[], isNew: boolean): Promise<boolean> {
    const [only, ...others] = batch;
    if (only === undefined) return false;
    const isAlone = others.length === 0;
    if ((isAlone || !isNew) && !(await this.bringsNew(batch, isAlone))) return false;
    if (isAlone) {
      this.corpus.push(Buffer.from(only.bytes));
      this.kept++;
      return true;
    }
    const wasInFirst = await this.keepNew(batch.slice(0, batch.length / 2), false);
    const wasInSecond = await this.keepNew(batch.slice(batch.length / 2), !wasInFirst);
    return wasInFirst || wasInSecond;
  }

  private async bringsNew(batch: readonly Case[], remembers: boolean): Promise<boolean> {
    for (const each of batch) await this.check(each);
    return this.coverage.take(remembers);
  }

  private async check({ index, bytes }: Case): Promise<void> {
    const before = process.cpuUsage();
    let broken: readonly string[];
    try {
      broken = await this.target.check(bytes, this.randomOf(index));
    } catch (error) {
      broken = [`threw ${error instanceof Error ? error.stack : String(error)}`];
    }
    const { user, system } = process.cpuUsage(before);
    const tookInMs = (user + system) / 1_000;
    this.slowestInMs = Math.max(this.slowestInMs, tookInMs);
    const all = tookInMs > LONGEST_CASE_IN_MS ? [...broken, `took ${tookInMs} ms`] : broken;
    report(this.target, all, `seed ${this.seed}, case ${index}, input (base64) ${bytes.toString('base64')}`);
  }

  private randomOf(index: number): RandomSource {
    return new RandomSource(this.seed * 1_000_003 + index);
  }
}

function report(target: FuzzTarget, broken: readonly string[], where: string): void {
  if (broken.length > 0) throw new Error(`${target.name}: ${broken.join('; ')}\n${where}`);
}

import type { MessageFlags } from '../../../domain/copy/mailbox-copy';
import { SECOND_IN_MS } from '../../../domain/windows/durations';
import type { Answer } from './answer';

/** A switch of the stack's configuration: what it is, and what the answers of the tenant make of it. */
export interface Switch {
  /** Key in the configuration of the stack. */
  readonly key: 'messageFlags' | 'attachAfterCreate' | 'lookAfterSeconds';
  /** As YAML. */
  readonly current: string;
  /** As YAML; undefined when the probe could not tell. */
  readonly value: string | undefined;
}

export interface SwitchFacts {
  readonly messageFlags: MessageFlags;
  readonly attachesAfterCreate: boolean;
  readonly lookAfterSeconds: readonly [number, number, number];
}

export interface Learnt {
  /** Flags that make a read message that is no draft. */
  readonly flags: MessageFlags | undefined;
  /** After how long a copy was found by its key. */
  readonly visibleAfterMs: number | undefined;
  readonly answers: readonly Answer[];
}

/** What is needed before an item may get its attachments after its creation. */
const NEEDED_TO_ATTACH = ['attach', 'upload', 'move'] as const;

export function switchesOf(learnt: Learnt, facts: SwitchFacts): readonly Switch[] {
  const looks = looksFor(learnt.visibleAfterMs, facts.lookAfterSeconds);
  return [
    { key: 'messageFlags', current: String(facts.messageFlags), value: learnt.flags?.toString() },
    { key: 'attachAfterCreate', current: String(facts.attachesAfterCreate), value: attachValue(learnt.answers) },
    { key: 'lookAfterSeconds', current: yaml(facts.lookAfterSeconds), value: looks === undefined ? undefined : yaml(looks) },
  ];
}

function attachValue(answers: readonly Answer[]): string | undefined {
  const states = NEEDED_TO_ATTACH.map((id) => answers.find((answer) => answer.id === id)?.state);
  if (states.includes('otherwise')) return 'false';
  return states.every((state) => state === 'as-expected') ? 'true' : undefined;
}

const LONGEST_LOOK_SECONDS = 3_600;

/** The first look comes when twice the time has passed that a copy needed; the others keep their distance to it. */
export function looksFor(afterMs: number | undefined, current: readonly [number, number, number]): readonly number[] | undefined {
  if (afterMs === undefined) return undefined;
  const first = Math.ceil((afterMs * 2) / SECOND_IN_MS);
  if (first <= current[0]) return current;
  const second = Math.max(current[1], first * 4);
  return [first, second, Math.min(LONGEST_LOOK_SECONDS, Math.max(current[2], second * 6))];
}

const yaml = (values: readonly number[]): string => `[${values.join(', ')}]`;

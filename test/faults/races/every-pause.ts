import type { FaultPoint } from '../../fakes/fault-gate';
import { frozenAfter, frozenBefore, type Pause } from '../../pipeline/rules/pause';
import { Scene, type SceneOptions } from '../../pipeline/rules/scene';
import type { WorldProcess } from '../../pipeline/world/world-process';
import { volume } from '../harness/volume';

/** So many calls of a handler are tried in `npm test`, all of them in `npm run test:faults`. */
const SAMPLED_CALLS = 6;

/** One handler of a scene that is ready for it. */
export interface Handler {
  readonly scene: Scene;
  readonly work: (process: WorldProcess) => Promise<unknown>;
}

/** A batch that is written and queued, and the handler of its queue message. */
export async function deliveryOf(options: SceneOptions = {}): Promise<Handler & { readonly runId: string }> {
  const scene = await Scene.open(options);
  const runId = await scene.openRun();
  await scene.world.process().drain({ until: () => scene.world.account.queues.queue('deliveries').size === 1 });
  const [message] = scene.world.account.queues.queue('deliveries').messages();
  return { scene, runId, work: (process) => scene.handle(process, 'deliveries', message) };
}

/** What is wrong in the end. A request that was on its way while its machine stood still counts as in flight for longer than any real one. */
export async function harmsOf(scene: Scene, at: string): Promise<string[]> {
  const violations = await scene.violations();
  return at.endsWith(' of exchange') ? violations.filter((text) => !text.endsWith('over the limit MailboxConcurrency')) : violations;
}

export interface PausedHandler {
  readonly scene: Scene;
  /** Where it stands still, for the message of a failed test. */
  readonly at: string;
  /** Lets it go on and waits for its end; an error of it is its queue's business. */
  readonly goOn: () => Promise<void>;
}

/**
 * The machine of a handler stands still before each of its calls in turn, and after each was carried out. `meanwhile` gets each of them at a
 * stand; nothing of it goes on before `goOn`.
 */
export async function atEveryCall<H extends Handler>(
  prepare: () => Promise<H>,
  meanwhile: (paused: PausedHandler, handler: H) => Promise<void>,
): Promise<number> {
  const calls = await callsOf(await prepare());
  const step = volume(Math.ceil(calls / SAMPLED_CALLS), 1);
  for (let index = 0; index < calls; index += step) {
    for (const when of [frozenBefore, frozenAfter]) {
      const handler = await prepare();
      const pause = when((point) => point.index === index);
      await meanwhile(await startPaused(handler, pause), handler);
    }
  }
  return calls;
}

async function startPaused({ scene, work }: Handler, pause: Pause): Promise<PausedHandler> {
  const ended = work(scene.world.process(pause.hook)).then(
    () => undefined,
    () => undefined,
  );
  const point = (await scene.until(Promise.race([pause.reached, ended]))) as FaultPoint | undefined;
  if (point === undefined) throw new Error('The handler took other calls than before');
  const goOn = async (): Promise<void> => {
    pause.goOn();
    await scene.until(ended);
  };
  return { scene, at: `${pause.when} ${point.operation} of ${point.store}`, goOn };
}

async function callsOf({ scene, work }: Handler): Promise<number> {
  const process = scene.world.process();
  await process.run(() => work(process));
  return process.gate.calls;
}

import { MailboxSession } from '../../../runtime/pipeline/deliver/mailbox-session';
import { TenantPark } from '../../../runtime/pipeline/deliver/tenant-park';
import { workOnBatch } from '../../../runtime/pipeline/deliver/work-on-batch';
import type { FaultHook } from '../../fakes/fault-gate';
import type { Scene } from './scene';

const THREE_MINUTES_IN_MS = 180_000;

/** Works on the batch of a scene twice in one hold on its mailbox, three minutes apart. */
export async function deliverTwice(
  scene: Scene,
  hook: FaultHook,
): Promise<{ readonly epochs: readonly number[]; readonly states: readonly string[] }> {
  const runId = await scene.openRun();
  await scene.world.process().drain({ until: () => scene.world.account.queues.queue('deliveries').size === 1 });
  const process = scene.world.process(hook);
  const { ports } = process;
  const epochs = new Set<number>();
  await process.run(async () => {
    const session = await MailboxSession.open(scene.mailboxId, '', ports);
    if (session === undefined) throw new Error('The mailbox is leased');
    for (let round = 0; round < 2; round += 1) {
      for await (const stored of ports.stores.batches.list(runId, { from: 'b-', to: 'b~' })) {
        const handling = { deadline: new Date(ports.clock.now().getTime() + THREE_MINUTES_IN_MS), signal: new AbortController().signal };
        const park = new TenantPark(ports.clock, ports.options.attachesAfterCreate);
        await workOnBatch(stored as Parameters<typeof workOnBatch>[0], undefined, session, park, ports, handling);
      }
      epochs.add(session.epoch);
      await ports.clock.sleep(THREE_MINUTES_IN_MS);
    }
    await session.close();
  });
  return { epochs: [...epochs], states: scene.states };
}

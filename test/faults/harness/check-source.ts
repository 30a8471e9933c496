import { sha256Hex } from '../../../runtime/domain/evidence/sha256';
import type { World } from '../../pipeline/world/world';
import type { SmallDay } from './small-day';

/** Every package is kept byte for byte, and nothing was acknowledged before it was, and found complete. */
export function sourceViolated(world: World, day: SmallDay): string[] {
  const kept = new Set<string>();
  const violations: string[] = [];
  for (const { name, content, metadata } of world.account.container('packages').blobs.values()) {
    const sha256 = sha256Hex(content);
    kept.add(sha256);
    if (metadata['sha256'] !== sha256) violations.push(`stored with another hash: ${name}`);
  }
  for (const each of day.packages) if (!kept.has(sha256Hex(each.content))) violations.push(`not kept: ${each.name}`);
  // `World` looks at the very moment of each acknowledgement.
  for (const name of world.site.acknowledged)
    if (!world.completeWhenAcknowledged.has(name)) violations.push(`acknowledged too early: ${name}`);
  return violations;
}

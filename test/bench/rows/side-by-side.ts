import type { Measured } from '../measured';
import { OurStand } from '../ours/stand';
import { measurePeers } from '../peers/measure-peers';
import { figuresOf } from '../report/figures';
import type { CandidateFigures } from '../report/record';
import type { StorageKind } from '../stand-ins';
import { type VolumeFiles, type VolumeSize, writeVolume } from '../volume-files';
import type { BenchForm } from './row';

export interface SideBySide {
  readonly size: VolumeSize;
  readonly latencyInMs: number;
  readonly storage: StorageKind;
  /** How many deliveries the serial pattern makes: enough to know its pace. */
  readonly peerDeliveries: number;
}

export interface BothSides {
  readonly ours: CandidateFigures;
  readonly peers: CandidateFigures;
  readonly ourRuns: readonly Measured[];
  readonly sha256: string;
}

/** Our pipeline and the peers' pattern on the same messages, one after the other, again and again. */
export async function sideBySide({ size, latencyInMs, storage, peerDeliveries }: SideBySide, form: BenchForm): Promise<BothSides> {
  const files = writeVolume(size);
  try {
    const ourRuns: Measured[] = [];
    const peerRuns: Measured[] = [];
    for (let run = 0; run < form.runs; run += 1) {
      ourRuns.push(await measureOurs(files, latencyInMs, storage, form));
      peerRuns.push(await measurePeers(files, latencyInMs, peerDeliveries));
    }
    return { ours: figuresOf(ourRuns), peers: figuresOf(peerRuns), ourRuns, sha256: files.sha256 };
  } finally {
    files.remove();
  }
}

async function measureOurs(files: VolumeFiles, latencyInMs: number, storage: StorageKind, { nodeArgs }: BenchForm): Promise<Measured> {
  const stand = await OurStand.start(files, { latencyInMs, storage, ...(nodeArgs && { nodeArgs }) });
  try {
    return await stand.importDay();
  } finally {
    await stand.stop();
  }
}

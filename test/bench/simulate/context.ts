import { type Calibration, NAMED_TRANSACTIONS } from './calibration';
import { PICTURE_BYTES, TEXT_ITEM_BYTES } from './day';
import type { EventQueue } from './event-queue';
import { UNPACK_REQUESTS } from './requests';
import type { Scenario } from './scenario';
import type { Services } from './services';

/** Counted while a run is simulated; times in milliseconds since it was opened. */
export interface Totals {
  packages: number;
  parts: number;
  items: number;
  batches: number;
  deliveries: number;
  busyReturns: number;
  /** Handlers' time if nothing but latency took any. */
  patientMs: number;
  collectedAt: number;
  unpackedAt: number;
  deliveredAt: number;
}

/** What the stages of a run share. */
export interface SimulationContext {
  readonly scenario: Scenario;
  readonly calibration: Calibration;
  readonly events: EventQueue;
  readonly services: Services;
  readonly totals: Totals;
}

export const itemBytesOf = ({ pictureShare }: Scenario): number => TEXT_ITEM_BYTES + pictureShare * PICTURE_BYTES;

/**
 * Share of a delivery's CPU before its batch is in the queue: of 0.5 ms that it takes beside its requests, unpack has 0.2 (in one process, over
 * in-memory stores). What a batch takes goes by its requests.
 */
export const UNPACK_SHARE_OF_DELIVERY = 0.4;
export const UNPACK_SHARE_OF_BATCH = UNPACK_REQUESTS.length / NAMED_TRANSACTIONS;

/** CPU of so many batches and deliveries, from collecting to settling, pictures included. */
export function cpuMs({ calibration, scenario }: SimulationContext, batches: number, deliveries: number): number {
  const { cpuMsPerBatch, cpuMsPerDelivery, cpuMsPerPicture } = calibration;
  const { pictureShare, coreSpeed } = scenario;
  return (batches * cpuMsPerBatch + deliveries * (cpuMsPerDelivery + pictureShare * cpuMsPerPicture)) / coreSpeed;
}

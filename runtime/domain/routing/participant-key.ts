import { hash } from 'node:crypto';
import type { Participant } from '../item/item';
import { comparableAddress } from './comparable-address';

const SPACES = /\s+/g;

/**
 * The key under which a participant is counted and answered ("Map", "Not ours"), hex: of the number, else of the address, else of the name.
 * Never of two of them, so that one person shown with another name beside the same number stays one row.
 */
export function participantKey(participant: Pick<Participant, 'name' | 'phone' | 'address'>): string {
  const { phone, address, name } = participant;
  if (phone !== undefined) return hash('sha256', `number\n${phone}`);
  if (address !== undefined) return hash('sha256', `address\n${comparableAddress(address)}`);
  return hash('sha256', `name\n${name.normalize('NFC').replace(SPACES, ' ').trim().toLowerCase()}`);
}

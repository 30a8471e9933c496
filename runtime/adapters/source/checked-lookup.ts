import { type LookupAddress, lookup } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { SourceRefusedError } from '../../ports/source-errors';
import { addressRefusal, bareHost } from './address-policy';

/** Throws when the host of the settings is itself an address that is refused; names are checked when they are looked up. */
export function requireAllowedHost(host: string, allowsPrivateAddresses: boolean): void {
  const refusal = addressRefusal(host, bareHost(host), allowsPrivateAddresses);
  if (refusal !== undefined && refusal !== 'it is no IP address') throw refusedAddress(refusal);
}

/** The look-up of every connection to a source: one refused address refuses the name, before a byte is sent. */
export function checkedLookup(host: string, allowsPrivateAddresses: boolean): LookupFunction {
  return (name, options, callback) => {
    lookup(name, { ...options, all: true }, (error, addresses: LookupAddress[]) => {
      if (error !== null) return callback(error, '');
      const refusal = addresses
        .map(({ address }) => addressRefusal(host, address, allowsPrivateAddresses))
        .find((why) => why !== undefined);
      if (refusal !== undefined) return callback(refusedAddress(refusal) as unknown as NodeJS.ErrnoException, '');
      if (options.all) return callback(null, addresses);
      const [first] = addresses;
      callback(first === undefined ? new Error('The name has no address') : null, first?.address ?? '', first?.family);
    });
  };
}

function refusedAddress(refusal: string): SourceRefusedError {
  return new SourceRefusedError(
    `The host of the source was not contacted: ${refusal}; check the URL of the source and its name service entry`,
  );
}

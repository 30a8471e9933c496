import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import * as der from './der';

const ECDSA_WITH_SHA256 = '1.2.840.10045.4.3.2';
const COMMON_NAME = '2.5.4.3';
const BASIC_CONSTRAINTS = '2.5.29.19';
const KEY_USAGE = '2.5.29.15';
const EXTENDED_KEY_USAGE = '2.5.29.37';
const SERVER_AUTHENTICATION = '1.3.6.1.5.5.7.3.1';
const SUBJECT_ALTERNATIVE_NAME = '2.5.29.17';
const SUBJECT_KEY_IDENTIFIER = '2.5.29.14';
const AUTHORITY_KEY_IDENTIFIER = '2.5.29.35';

const DAY_IN_MS = 24 * 60 * 60 * 1000;
const VALID_DAYS = 30;

export interface IssuedCertificate {
  /** PEM */
  readonly certificate: string;
  /** PEM, PKCS #8 */
  readonly privateKey: string;
  /** PEM of the authority that signed it: what a client must trust. */
  readonly authority: string;
}

export interface CertificateOptions {
  /** Host names and IPv4 addresses; default `localhost` and `127.0.0.1`. */
  readonly hosts?: readonly string[];
  readonly validFrom?: Date;
  readonly validTo?: Date;
}

interface Issuer {
  readonly name: string;
  readonly keys: { readonly publicKey: KeyObject; readonly privateKey: KeyObject };
}

/**
 * A certificate for the loopback, signed by an authority that exists only for this call: its key is thrown away.
 * Node can check certificates and not make them, and a simulator must start without openssl; so this writes RFC 5280 by hand.
 */
export function issueCertificate(options: CertificateOptions = {}): IssuedCertificate {
  const authority: Issuer = { name: 'Simulator Authority', keys: newKeys() };
  const server = newKeys();
  const now = Date.now();
  const validFrom = options.validFrom ?? new Date(now - DAY_IN_MS);
  const validTo = options.validTo ?? new Date(now + VALID_DAYS * DAY_IN_MS);
  const authorityEnd = new Date(Math.max(validTo.getTime(), now + VALID_DAYS * DAY_IN_MS));
  const names = options.hosts ?? ['localhost', '127.0.0.1'];
  return {
    certificate: writeCertificate('Simulator', server.publicKey, authority, validFrom, validTo, serverExtensions(names)),
    privateKey: server.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    authority: writeCertificate(authority.name, authority.keys.publicKey, authority, validFrom, authorityEnd, authorityExtensions()),
  };
}

function newKeys() {
  return generateKeyPairSync('ec', { namedCurve: 'P-256' });
}

function writeCertificate(name: string, key: KeyObject, issuer: Issuer, from: Date, to: Date, extensions: readonly Buffer[]): string {
  const algorithm = der.sequence(der.oid(ECDSA_WITH_SHA256));
  const identifiers = [
    extension(SUBJECT_KEY_IDENTIFIER, der.octetString(keyIdentifier(key))),
    extension(AUTHORITY_KEY_IDENTIFIER, der.sequence(der.implicit(0, keyIdentifier(issuer.keys.publicKey)))),
  ];
  const toBeSigned = der.sequence(
    der.explicit(0, der.integer(Buffer.from([2]))), // version 3
    der.integer(Buffer.concat([Buffer.from([1]), randomBytes(15)])),
    algorithm,
    commonName(issuer.name),
    der.sequence(der.utcTime(from), der.utcTime(to)),
    commonName(name),
    publicKeyInfo(key),
    der.explicit(3, der.sequence(...extensions, ...identifiers)),
  );
  const signature = sign('sha256', toBeSigned, issuer.keys.privateKey);
  return pem(der.sequence(toBeSigned, algorithm, der.bitString(signature)));
}

function commonName(name: string): Buffer {
  return der.sequence(der.set(der.sequence(der.oid(COMMON_NAME), der.utf8String(name))));
}

function publicKeyInfo(key: KeyObject): Buffer {
  return key.export({ type: 'spki', format: 'der' });
}

function keyIdentifier(key: KeyObject): Buffer {
  return createHash('sha256').update(publicKeyInfo(key)).digest().subarray(0, 20);
}

function extension(id: string, value: Buffer, isCritical = false): Buffer {
  return der.sequence(der.oid(id), ...(isCritical ? [der.boolean(true)] : []), der.octetString(value));
}

function authorityExtensions(): Buffer[] {
  const mayCertify = Buffer.from([0b00000110]); // keyCertSign and cRLSign
  return [extension(BASIC_CONSTRAINTS, der.sequence(der.boolean(true)), true), extension(KEY_USAGE, der.bitString(mayCertify, 1), true)];
}

function serverExtensions(hosts: readonly string[]): Buffer[] {
  const maySign = Buffer.from([0b10000000]); // digitalSignature
  const names = hosts.map((host) => (/^[\d.]+$/.test(host) ? der.implicit(7, ipv4(host)) : der.implicit(2, Buffer.from(host, 'latin1'))));
  return [
    extension(KEY_USAGE, der.bitString(maySign, 7), true),
    extension(EXTENDED_KEY_USAGE, der.sequence(der.oid(SERVER_AUTHENTICATION))),
    extension(SUBJECT_ALTERNATIVE_NAME, der.sequence(...names)),
  ];
}

function ipv4(address: string): Buffer {
  return Buffer.from(address.split('.').map(Number));
}

function pem(content: Buffer): string {
  const lines = content.toString('base64').replace(/.{64}/g, '$&\n').trimEnd();
  return `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`;
}

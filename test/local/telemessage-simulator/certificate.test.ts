import { X509Certificate } from 'node:crypto';
import { issueCertificate } from '../../../runtime/local/telemessage-simulator/certificate/issue-certificate';

describe('a certificate of the simulator', () => {
  const issued = issueCertificate({ hosts: ['localhost', '127.0.0.1', 'archive.example'] });
  const certificate = new X509Certificate(issued.certificate);
  const authority = new X509Certificate(issued.authority);

  it('is signed by its authority, which signs itself', () => {
    expect(certificate.verify(authority.publicKey)).toBe(true);
    expect(certificate.checkIssued(authority)).toBe(true);
    expect(authority.verify(authority.publicKey)).toBe(true);
    expect([certificate.ca, authority.ca]).toEqual([false, true]);
  });

  it('names its hosts and no other', () => {
    expect([certificate.checkHost('localhost'), certificate.checkHost('archive.example')]).toEqual(['localhost', 'archive.example']);
    expect(certificate.checkIP('127.0.0.1')).toBe('127.0.0.1');
    expect(certificate.checkHost('elsewhere.example')).toBeUndefined();
  });

  it('is valid from yesterday for a month, or as long as it is told to be', () => {
    const month = 31 * 24 * 60 * 60 * 1000;
    const length = Date.parse(certificate.validTo) - Date.parse(certificate.validFrom);
    const past = new X509Certificate(issueCertificate({ validFrom: new Date('2020-01-01'), validTo: new Date('2020-02-01') }).certificate);

    expect(length).toBe(month);
    expect(past.validToDate).toEqual(new Date('2020-02-01'));
  });

  it('is another one each time', () => {
    const other = new X509Certificate(issueCertificate().certificate);

    expect(other.serialNumber).not.toBe(certificate.serialNumber);
    expect(other.verify(authority.publicKey)).toBe(false);
  });
});

import { DEFAULT_SERVICE_PATHS } from '../../../../runtime/adapters/source/telemessage/service-paths';
import { TelemessageSource, type TelemessageSourceOptions } from '../../../../runtime/adapters/source/telemessage/telemessage-source';
import { type IssuedCertificate, issueCertificate } from '../../../../runtime/local/telemessage-simulator/certificate/issue-certificate';
import { SimulatedTelemessage, type SimulatorOptions } from '../../../../runtime/local/telemessage-simulator/server/simulated-telemessage';

export const NEVER = new AbortController().signal;
export const DAY = { from: new Date('2026-11-20T00:00:00Z'), to: new Date('2026-11-21T00:00:00Z') };
export const NOON = new Date('2026-11-20T12:00:00Z');

/** A busy machine takes its time; only tests of silence are in a hurry. */
export const PATIENT_IN_MS = 15_000;
export const PASSWORD = 'correct horse battery staple';

export interface Site {
  readonly simulator: SimulatedTelemessage;
  readonly source: TelemessageSource;
  /** How often the credential was read. */
  credentialReads(): number;
  close(): Promise<void>;
}

let sharedCertificate: IssuedCertificate | undefined;

/** A simulator and a source that is signed in to it; `differences` change the source's options. */
export async function openSite(
  differences: Partial<TelemessageSourceOptions> = {},
  simulatorDifferences: Partial<SimulatorOptions> = {},
): Promise<Site> {
  sharedCertificate ??= issueCertificate();
  const certificate = simulatorDifferences.certificate ?? sharedCertificate;
  const simulator = await SimulatedTelemessage.start({ username: 'archive', password: PASSWORD, certificate, ...simulatorDifferences });
  let reads = 0;
  const source = new TelemessageSource(
    {
      url: simulator.url,
      paths: DEFAULT_SERVICE_PATHS,
      pinnedKeys: [],
      certificateAuthority: certificate === 'none' ? undefined : certificate.authority,
      allowsPrivateAddresses: false,
      answerTimeInMs: PATIENT_IN_MS,
      idleTimeInMs: PATIENT_IN_MS,
      ...differences,
    },
    {
      read: async () => {
        reads += 1;
        return { username: 'archive', password: PASSWORD, privateKey: undefined, passphrase: undefined };
      },
    },
  );
  return {
    simulator,
    source,
    credentialReads: () => reads,
    close: async () => {
      source.close();
      await simulator.stop();
    },
  };
}

import { DEFAULT_SERVICE_PATHS } from '../../runtime/adapters/source/telemessage/service-paths';
import { TelemessageSource } from '../../runtime/adapters/source/telemessage/telemessage-source';
import { issueCertificate } from '../../runtime/local/telemessage-simulator/certificate/issue-certificate';
import { SimulatedTelemessage } from '../../runtime/local/telemessage-simulator/server/simulated-telemessage';
import { describeSourceContract } from './source-contract';

const certificate = issueCertificate();

describeSourceContract('telemessage', async () => {
  const simulator = await SimulatedTelemessage.start({ username: 'archive', password: 'right', certificate });
  const connect = (password: string) =>
    new TelemessageSource(
      {
        url: simulator.url,
        paths: DEFAULT_SERVICE_PATHS,
        pinnedKeys: [],
        certificateAuthority: certificate.authority,
        allowsPrivateAddresses: false,
      },
      { read: async () => ({ username: 'archive', password, privateKey: undefined, passphrase: undefined }) },
    );
  const sources = [connect('right'), connect('wrong')] as const;
  return {
    source: sources[0],
    put: async (name, content, arrivedAt = new Date('2026-11-20T10:00:00Z')) => {
      simulator.shelf.put(name, content, arrivedAt);
    },
    remove: async (name) => simulator.shelf.remove(name),
    impostor: sources[1],
    vanish: () => simulator.stop(),
    close: async () => {
      for (const source of sources) source.close();
      await simulator.stop();
    },
  };
});

import { InMemorySourceSite } from '../fakes/in-memory-source';
import { describeSourceContract } from './source-contract';

describeSourceContract('in memory', async () => {
  const site = new InMemorySourceSite();
  return {
    source: site.connect(),
    put: async (name, content, arrivedAt = new Date('2026-11-20T10:00:00Z')) => site.put(name, content, { arrivedAt }),
    remove: async (name) => site.remove(name),
    impostor: undefined,
    vanish: undefined,
    close: async () => {},
  };
});

import type { DirectoryUser } from '../../runtime/domain/routing/directory-snapshot';
import type { Directory } from '../../runtime/ports/directory';
import { allOf } from '../fakes/all-of';

export interface DirectoryWorld {
  readonly directory: Directory;
  /** The next page's answer is lost. */
  loseAnswer(): Promise<void>;
  stop(): Promise<void>;
}

/** Users as they are, and as the directory shows them. */
export const CONTRACT_USERS: readonly DirectoryUser[] = [
  {
    id: '33333333-0000-4000-8000-000000000001',
    userPrincipalName: 'Anna.Lee@contoso.example',
    displayName: 'Anna Lee',
    isGuest: false,
    isEnabled: true,
    addresses: ['anna.lee@contoso.example', 'anna@contoso.example', 'a.lee@fabrikam.example'],
  },
  {
    id: '33333333-0000-4000-8000-000000000002',
    userPrincipalName: 'visitor_fabrikam.example#EXT#@contoso.example',
    displayName: 'Visitor',
    isGuest: true,
    isEnabled: true,
    addresses: ['visitor_fabrikam.example#ext#@contoso.example', 'visitor@fabrikam.example'],
  },
  {
    id: '33333333-0000-4000-8000-000000000003',
    userPrincipalName: 'leaver@contoso.example',
    displayName: 'Leaver',
    isGuest: false,
    isEnabled: false,
    addresses: ['leaver@contoso.example'],
  },
];

export function describeDirectoryContract(name: string, open: (users: readonly DirectoryUser[]) => Promise<DirectoryWorld>): void {
  describe(`directory contract: ${name}`, () => {
    let world: DirectoryWorld | undefined;
    afterEach(async () => {
      await world?.stop();
    });
    const read = async (users: readonly DirectoryUser[]) => {
      world = await open(users);
      return allOf(world.directory.users(new AbortController().signal));
    };

    it('lists every user once, with all addresses in lower case', async () => {
      expect(await read(CONTRACT_USERS)).toEqual(CONTRACT_USERS);
    });

    it('lists an empty directory', async () => {
      expect(await read([])).toEqual([]);
    });

    it('lists more users than a page holds', async () => {
      const many = Array.from({ length: 2_100 }, (_, index) => ({
        id: `33333333-0000-4000-8000-1${String(index).padStart(11, '0')}`,
        userPrincipalName: `user${index}@contoso.example`,
        displayName: `User ${index}`,
        isGuest: false,
        isEnabled: true,
        addresses: [`user${index}@contoso.example`],
      }));

      expect((await read(many)).map(({ id }) => id)).toEqual(many.map(({ id }) => id));
    });

    it('fails for a lost answer, and never looks empty', async () => {
      world = await open(CONTRACT_USERS);
      await world.loseAnswer();

      await expect(allOf(world.directory.users(new AbortController().signal))).rejects.toMatchObject({ disposition: 'retry' });
    });

    it('stops when it is told to', async () => {
      world = await open(CONTRACT_USERS);

      await expect(allOf(world.directory.users(AbortSignal.abort()))).rejects.toBeDefined();
    });
  });
}

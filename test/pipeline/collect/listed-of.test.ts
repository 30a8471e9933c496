import { listedOf } from '../../../runtime/pipeline/collect/listed-of';
import { Collected } from './collected';

describe('the package that the source is asked for', () => {
  it('is the one that it listed: a source compares stamp, size and time before it hands it over', async () => {
    const collected = await Collected.open();
    await collected.change({
      stamp: 'etag-7',
      listedBytes: 12,
      modifiedAt: '2026-11-20T05:00:00.000Z',
      arrivedAt: '2026-11-20T06:00:00.000Z',
    });

    expect(listedOf(collected.row())).toEqual({
      name: collected.row().name,
      bytes: 12,
      stamp: 'etag-7',
      arrivedAt: new Date('2026-11-20T06:00:00.000Z'),
      modifiedAt: new Date('2026-11-20T05:00:00.000Z'),
    });
  });

  it('has neither stamp nor time where the source has shown none', async () => {
    const collected = await Collected.open();
    await collected.change({ stamp: '', modifiedAt: '' });

    expect(listedOf(collected.row())).toMatchObject({ stamp: undefined, modifiedAt: undefined });
  });
});

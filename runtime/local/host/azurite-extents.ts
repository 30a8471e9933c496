interface Chunk {
  readonly id: string;
  readonly offset: number;
  readonly count: number;
}

/** A blob without content points here. */
const ZERO_EXTENT = '*ZERO*';

/** How many bytes of each content file a database of Azurite (LokiJS, JSON) points to. */
export function extentsUsed(database: unknown): Map<string, number> {
  const used = new Map<string, number>();
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    if (isChunk(value) && value.id !== ZERO_EXTENT && value.count > 0) {
      used.set(value.id, Math.max(used.get(value.id) ?? 0, value.offset + value.count));
    }
    for (const inner of Object.values(value)) visit(inner);
  };
  for (const collection of (database as { collections?: readonly { data?: unknown }[] } | null)?.collections ?? []) visit(collection.data);
  return used;
}

function isChunk(value: object): value is Chunk {
  const { id, offset, count } = value as Partial<Chunk>;
  return typeof id === 'string' && typeof offset === 'number' && typeof count === 'number';
}

/** The database in which Azurite looks up its content files, as LokiJS reads it. Files that nothing points to are removed 10 minutes after `now`. */
export function extentDatabase(files: readonly { readonly name: string; readonly bytes: number }[], now: number): object {
  const sorted = files.toSorted((left, right) => (left.name < right.name ? -1 : 1));
  const documents = sorted.map(({ name, bytes }, index) => ({
    id: name,
    locationId: 'Default',
    path: name,
    size: bytes,
    lastModifiedInMS: now,
    LastModifyInMS: now,
    meta: { revision: 0, created: now, version: 0 },
    $loki: index + 1,
  }));
  const collection = {
    name: '$EXTENTS_COLLECTION$',
    data: documents,
    idIndex: null,
    // Positions in the order of `id`; LokiJS takes the index as it finds it.
    binaryIndices: { id: { name: 'id', dirty: false, values: documents.map((_, position) => position) } },
    uniqueNames: [],
    transforms: {},
    changes: [],
    dirtyIds: [],
    DynamicViews: [],
    adaptiveBinaryIndices: true,
    disableFreeze: true,
    maxId: documents.length,
  };
  return { databaseVersion: 1.5, engineVersion: 1.5, collections: [collection] };
}

/** An object of an answer, before anybody has looked what it holds. */
export type GraphObject = Readonly<Record<string, unknown>>;

/** The value of one expanded property; undefined when the answer does not show it. */
export function expandedProperty(entity: GraphObject, propertyId: string): string | undefined {
  const properties = entity['singleValueExtendedProperties'];
  if (!Array.isArray(properties)) return undefined;
  // Exchange writes the id's type, GUID and number in its own case; the name stays as it is.
  const wanted = propertyId.toLowerCase();
  const found = (properties as readonly (GraphObject | null)[]).find((property) => text(property?.['id'])?.toLowerCase() === wanted);
  return text(found?.['value']);
}

export function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

export function time(value: unknown): Date | undefined {
  const milliseconds = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return Number.isNaN(milliseconds) ? undefined : new Date(milliseconds);
}

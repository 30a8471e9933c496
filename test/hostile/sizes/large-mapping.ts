import { readMappingFile } from '../../../runtime/domain/mapping/mapping-file';
import { createUserMapping } from '../../../runtime/domain/mapping/user-mapping';

/** A mapping file of so many rows, checked as a whole and indexed for routing. */
export async function mappingOfRows(rows: number): Promise<Readonly<Record<string, number>>> {
  const pieces = Array.from({ length: rows / 1_000 }, (_none, piece) =>
    Buffer.from(
      Array.from(
        { length: 1_000 },
        (_row, row) => `${447_000_000_001 + piece * 1_000 + row},user${piece * 1_000 + row}@contoso.example\n`,
      ).join(''),
    ),
  );
  const bytes = Buffer.concat([Buffer.from('mobile,mailbox\n'), ...pieces]);
  const file = readMappingFile(bytes);
  const last = createUserMapping(file.rows, file.version).rowsOf(String(447_000_000_000 + rows));
  if (file.state !== 'usable' || last[0]?.line !== rows + 1) throw new Error('The last row was not found');
  return { bytes: bytes.length, rows: file.rows.length, problems: file.problemCount };
}

import iconv from 'iconv-lite';

/**
 * CNS 11643 (EUC-TW, ISO-2022-CN), planes 1 and 2, by way of Big5: both standards list the same characters in nearly the same order, so runs
 * of equal order are enough. Derived by comparing glibc's EUC-TW and Big5 tables; planes 3 and up are not in Big5 and not in mail.
 */

/** First CNS position in the plane (row by row, 94 a row), its Big5 position (157 a row from A140), and how many follow in both. */
type Run = readonly [cns: number, big5: number, length: number];

// biome-ignore format: a table
const PLANE_1: readonly Run[] = [
  [0, 0, 5], [6, 6, 8], [15, 15, 6], [21, 23, 2], [24, 22, 1], [29, 29, 44], [73, 74, 1], [74, 73, 1], [75, 75, 22], [98, 98, 1],
  [100, 100, 27], [127, 128, 1], [128, 127, 1], [129, 129, 19], [148, 149, 1], [149, 148, 1], [150, 150, 4], [155, 21, 1], [156, 156, 2],
  [160, 160, 1], [162, 162, 1], [165, 165, 69], [282, 234, 29], [312, 264, 1], [314, 266, 142], [470, 6101, 20], [3290, 471, 17],
  [3307, 263, 1], [3308, 489, 86], [3394, 265, 1], [3395, 576, 1307], [4702, 1884, 424], [5126, 1883, 1], [5127, 2308, 1876],
  [7003, 4571, 1], [7004, 4184, 387], [7391, 4572, 525], [7916, 5286, 1], [7917, 5097, 105], [8023, 5203, 83], [8106, 5287, 84],
  [8190, 5517, 1], [8191, 5371, 54], [8245, 5426, 1], [8246, 5425, 1], [8247, 5427, 90], [8337, 5518, 354],
];

// biome-ignore format: a table
const PLANE_2: readonly Run[] = [
  [0, 6280, 10], [10, 6291, 33], [43, 6372, 1], [44, 6324, 48], [92, 6373, 46], [138, 6586, 1], [139, 6419, 167], [306, 6587, 1840],
  [2146, 9074, 1], [2147, 8428, 108], [2255, 8537, 537], [2792, 8427, 1], [2793, 9075, 100], [2893, 8536, 1], [2894, 9175, 399],
  [3293, 9575, 1637], [4930, 11761, 1], [4931, 11212, 146], [5077, 11899, 1], [5078, 11358, 287], [5365, 12508, 1], [5366, 11645, 116],
  [5482, 11762, 137], [5619, 11900, 104], [5723, 12425, 1], [5724, 12004, 222], [5946, 12227, 198], [6144, 12426, 82], [6226, 12509, 86],
  [6312, 12226, 1], [6313, 12595, 8], [6321, 12604, 153], [6474, 12758, 56], [6530, 13114, 1], [6531, 12814, 113], [6644, 12603, 1],
  [6645, 12927, 142], [6787, 12757, 1], [6788, 13069, 45], [6833, 13115, 71], [6904, 13380, 1], [6905, 13186, 194], [7099, 13381, 490],
  [7589, 13914, 1], [7590, 13871, 43], [7633, 13915, 1], [7634, 13917, 11], [7645, 13916, 1], [7646, 13928, 4],
];

const COLUMNS = 94;
const BIG5_COLUMNS = 157;
/** Trail bytes of Big5 are 40-7E, then A1-FE. */
const BIG5_LOW_TRAILS = 63;

/** Decodes one character of CNS 11643 by its two 7-bit bytes (21-7E). */
export function decodeCns11643(plane: number, row: number, column: number): string {
  const position = (row - 0x21) * COLUMNS + (column - 0x21);
  const run = (plane === 1 ? PLANE_1 : plane === 2 ? PLANE_2 : []).findLast(([cns]) => cns <= position);
  if (run === undefined || position >= run[0] + run[2]) return '\ufffd';

  const big5 = run[1] + position - run[0];
  const trail = big5 % BIG5_COLUMNS;
  const bytes = Buffer.from([
    0xa1 + Math.floor(big5 / BIG5_COLUMNS),
    trail < BIG5_LOW_TRAILS ? 0x40 + trail : 0xa1 + trail - BIG5_LOW_TRAILS,
  ]);
  return iconv.decode(bytes, 'big5-hkscs');
}

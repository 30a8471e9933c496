import { PARTICIPANT_FORMATS } from '../synthetic/participant-format';
import { VENDOR_MAPPING_HEADER } from '../synthetic/user-mapping-csv';
import { item, type Sample, stranger, textFile } from './sample';

const SPELLINGS = ['445204334324', '+44 5204 334324', '0044-5204-334324', '(44) 5204.334324'];

/** How participants are shown. */
export const FORMAT_SAMPLES: readonly Sample[] = [
  {
    number: 7,
    name: 'bare-and-quoted-comma',
    what: 'one group message, captured once with format 4 (bare comma) and once with format 2 (quoted)',
    files: () => {
      const message = { from: 'priya', to: ['tomas', 'daniel', 'erik'], group: 'Desk open', text: 'Covered the peak.' };
      return [item('format-4-bare-comma', message, 'tomas', 4), item('format-2-quoted', message, 'priya', 2)];
    },
  },
  {
    number: 8,
    name: 'eight-formats',
    what: 'one message in all eight display formats; 6 to 8 carry no number and must be warned about',
    files: () => PARTICIPANT_FORMATS.map((format) => item(`format-${format}`, { from: 'maya', to: ['james', 'joao'] }, 'maya', format)),
  },
  {
    number: 26,
    name: 'number-spellings',
    what: 'four spellings of one number, in items and in mappings; all name one mailbox',
    files: () => [
      ...SPELLINGS.map((phone, index) =>
        item(`spelling-${index + 1}`, { from: stranger('Susan', 'Hill', phone), to: ['nora'], text: `Spelling ${index + 1}` }),
      ),
      ...SPELLINGS.map((phone, index) =>
        textFile(`mapping-${index + 1}.csv`, `${VENDOR_MAPPING_HEADER}\r\n${phone},susan@contoso.example\r\n`),
      ),
    ],
  },
];

import { cleanLine } from './clean-text';
import type { TransferEncoding } from './item';
import type { HeaderBlock } from './mime/header-block';
import { parseStructuredField, type StructuredField } from './mime/structured-field';

/** What the header of an item or part says about its body. */
export interface PartHeader {
  /** `type/subtype` in lower case; `default` when none is named or none can be read. */
  readonly contentType: string;
  readonly isTypeNamed: boolean;
  readonly charset: string | undefined;
  /** Bytes of the boundary, one character each. */
  readonly boundary: string | undefined;
  /** As named by the item, decoded but not cleaned. */
  readonly fileName: string | undefined;
  readonly disposition: 'inline' | 'attachment' | undefined;
  readonly encoding: TransferEncoding;
  readonly isEncodingKnown: boolean;
  /** Without angle brackets. */
  readonly contentId: string | undefined;
  /** RFC 3676. */
  readonly isFlowed: boolean;
  readonly isFlowedWithoutSpace: boolean;
}

const MEDIA_TYPE = /^[a-z0-9!#$&^_.+-]+\/[a-z0-9!#$&^_.+*-]+$/;
const MAX_CONTENT_ID_LENGTH = 512;
const MAX_CONTENT_TYPE_LENGTH = 127;
/** A name and a comment; cut, so that the expressions stay cheap. */
const MAX_ENCODING_LENGTH = 200;
/** A body that is not encoded at all. */
const PLAIN_ENCODINGS = new Set(['', '7bit', '8bit', 'binary', '7-bit', '8-bit']);
const ABSENT: StructuredField = { value: '', parameters: new Map() };

export function readPartHeader(header: HeaderBlock, defaultType: string): PartHeader {
  const type = readField(header, 'content-type');
  const disposition = readField(header, 'content-disposition');
  const mediaType = MEDIA_TYPE.test(type.value) && type.value.length <= MAX_CONTENT_TYPE_LENGTH ? type.value : undefined;
  const encodingName = readEncodingName(header);
  const encoding = encodingName === 'base64' || encodingName === 'quoted-printable' ? encodingName : 'identity';
  return {
    contentType: mediaType ?? (type.value === 'text' || type.value === '' ? defaultType : 'application/octet-stream'),
    isTypeNamed: mediaType !== undefined,
    charset: nonEmpty(type.parameters.get('charset')),
    boundary: readBoundary(type),
    fileName:
      fileNameIn(disposition, 'filename') ?? fileNameIn(type, 'name') ?? fileNameIn(type, 'filename') ?? fileNameIn(disposition, 'name'),
    disposition: disposition.value === '' ? undefined : disposition.value === 'inline' ? 'inline' : 'attachment',
    encoding,
    isEncodingKnown: encoding !== 'identity' || PLAIN_ENCODINGS.has(encodingName),
    contentId: readContentId(header),
    isFlowed: type.parameters.get('format')?.toLowerCase() === 'flowed',
    isFlowedWithoutSpace: type.parameters.get('delsp')?.toLowerCase() === 'yes',
  };
}

function readField(header: HeaderBlock, key: string): StructuredField {
  const value = header.first(key);
  return value === undefined ? ABSENT : parseStructuredField(value);
}

function fileNameIn(field: StructuredField, parameter: 'filename' | 'name'): string | undefined {
  return nonEmpty(field.parameters.get(parameter));
}

function readEncodingName(header: HeaderBlock): string {
  const value = header.first('content-transfer-encoding')?.slice(0, MAX_ENCODING_LENGTH).toLowerCase() ?? '';
  return value.replace(/\([^)]*\)/g, '').replace(/["\s;]/g, '');
}

/** A boundary does not end in white space (RFC 2046 5.1.1), whatever a header says. */
function readBoundary(type: StructuredField): string | undefined {
  return nonEmpty(
    Buffer.from(type.parameters.get('boundary') ?? '')
      .toString('latin1')
      .trimEnd(),
  );
}

function readContentId(header: HeaderBlock): string | undefined {
  const raw = header.first('content-id');
  return raw === undefined ? undefined : nonEmpty(cleanLine(raw.slice(0, MAX_CONTENT_ID_LENGTH).replace(/^\s*<|>\s*$/g, '')));
}

function nonEmpty(text: string | undefined): string | undefined {
  return text === undefined || text.trim() === '' ? undefined : text;
}

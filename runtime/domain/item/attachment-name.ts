import { cleanFileName } from './clean-text';

/** Endings for attachments that carry no name; Signal's media and what mail software leaves unnamed. */
const EXTENSIONS: Readonly<Record<string, string>> = {
  'application/ms-tnef': '.dat',
  'application/pdf': '.pdf',
  'application/pgp-signature': '.asc',
  'application/pkcs7-signature': '.p7s',
  'application/x-pkcs7-signature': '.p7s',
  'application/zip': '.zip',
  'audio/aac': '.aac',
  'audio/mp4': '.m4a',
  'audio/mpeg': '.mp3',
  'audio/ogg': '.ogg',
  'audio/wav': '.wav',
  'audio/x-wav': '.wav',
  'image/gif': '.gif',
  'image/heic': '.heic',
  'image/jpeg': '.jpg',
  'image/png': '.png',
  'image/webp': '.webp',
  'message/delivery-status': '.txt',
  'message/rfc822': '.eml',
  'text/calendar': '.ics',
  'text/csv': '.csv',
  'text/html': '.html',
  'text/plain': '.txt',
  'text/rfc822-headers': '.txt',
  'text/vcard': '.vcf',
  'text/x-vcard': '.vcf',
  'video/mp4': '.mp4',
};

/** The name under which an attachment is delivered. `position` counts from 1. `subject`: of an attached message. */
export function attachmentName(named: string | undefined, contentType: string, position: number, subject: string | undefined): string {
  if (contentType === 'message/rfc822' && named === undefined) {
    const title = subject === undefined ? '' : cleanFileName(subject, '');
    return title === '' ? 'message.eml' : cleanFileName(`${title}.eml`, 'message.eml');
  }
  return cleanFileName(named ?? '', `attachment-${position}${EXTENSIONS[contentType] ?? '.bin'}`);
}

import { toLandingError } from '../../../../runtime/adapters/source/landing/landing-errors';
import { PackageGoneError, SourceRefusedError, SourceUnavailableError } from '../../../../runtime/ports/source-errors';

describe('what the landing container answers', () => {
  it.each([
    ['a blob that is gone', { statusCode: 404, code: 'BlobNotFound' }, PackageGoneError],
    ['another ETag', { statusCode: 412, code: 'ConditionNotMet' }, PackageGoneError],
    ['a range behind the end', { statusCode: 416, code: 'InvalidRange' }, PackageGoneError],
    ['no container', { statusCode: 404, code: 'ContainerNotFound' }, SourceUnavailableError],
    ['no token', { statusCode: 401, code: 'NoAuthenticationInformation' }, SourceRefusedError],
    ['no role', { statusCode: 403, code: 'AuthorizationPermissionMismatch' }, SourceRefusedError],
    ['a busy server', { statusCode: 503, code: 'ServerBusy' }, SourceUnavailableError],
    ['a lost connection', { code: 'ECONNRESET' }, SourceUnavailableError],
    ['a time limit', { name: 'AbortError', message: 'aborted' }, SourceUnavailableError],
    ['something nobody knows', new TypeError('x'), SourceUnavailableError],
  ])('is named: %s', (_case, error, kind) => {
    expect(toLandingError(error, 'its listing')).toBeInstanceOf(kind);
  });

  it('keeps an error that was recognised before', () => {
    const known = new PackageGoneError('known');

    expect(toLandingError(known, 'its listing')).toBe(known);
  });
});

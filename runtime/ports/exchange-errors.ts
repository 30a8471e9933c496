import { ConnectorError, type ConnectorErrorOptions } from '../domain/failure/connector-error';

/** 429, or our own budget is spent: nothing was processed. Stops every request to this mailbox until `retryAt`. */
export class MailboxThrottledError extends ConnectorError {
  override readonly name = 'MailboxThrottledError';
  readonly code = 'MAILBOX_THROTTLED';
  readonly disposition = 'retry';
  constructor(mailboxId: string, retryAt: Date, options?: ErrorOptions) {
    super(`Mailbox ${mailboxId} takes no request before ${retryAt.toISOString()}`, { ...options, retryAt });
  }
}

/** 429 with the scope of the whole tenant or application: parks every mailbox. */
export class TenantThrottledError extends ConnectorError {
  override readonly name = 'TenantThrottledError';
  readonly code = 'TENANT_THROTTLED';
  readonly disposition = 'retry';
  constructor(retryAt: Date, options?: ErrorOptions) {
    super(`Microsoft Graph takes no request of this tenant before ${retryAt.toISOString()}`, { ...options, retryAt });
  }
}

/** No answer, a broken one, or 500, 502, 503, 504 to a create, attach, move: it may have happened. Never repeated without a look. */
export class AmbiguousAnswerError extends ConnectorError {
  override readonly name = 'AmbiguousAnswerError';
  readonly code = 'AMBIGUOUS_ANSWER';
  readonly disposition = 'look-first';
  constructor(operation: string, why: string, options?: ConnectorErrorOptions) {
    super(`Microsoft Graph did not say whether "${operation}" happened: ${why}`, options);
  }
}

/** A read (look, folder search, directory page) got no usable answer, or a request never left this machine; asking again is harmless. */
export class ExchangeUnavailableError extends ConnectorError {
  override readonly name = 'ExchangeUnavailableError';
  readonly code = 'EXCHANGE_UNAVAILABLE';
  readonly disposition = 'retry';
  constructor(operation: string, why: string, options?: ConnectorErrorOptions) {
    super(`Microsoft Graph did not answer "${operation}": ${why}`, options);
  }
}

/** Inactive, soft-deleted, on-premises, unlicensed or no mailbox at all. Held `mailbox-unavailable`; no other address is tried. */
export class MailboxUnavailableError extends ConnectorError {
  override readonly name = 'MailboxUnavailableError';
  readonly code = 'MAILBOX_UNAVAILABLE';
  readonly disposition = 'hold';
  constructor(
    mailboxId: string,
    readonly why: string,
    options?: ErrorOptions,
  ) {
    super(`Mailbox ${mailboxId} does not open (${why}); check that the user has a licensed mailbox in Exchange Online`, options);
  }
}

/** The mailbox is full. Parked until the next day, held `mailbox-unavailable`. */
export class MailboxFullError extends ConnectorError {
  override readonly name = 'MailboxFullError';
  readonly code = 'MAILBOX_FULL';
  readonly disposition = 'hold';
  constructor(mailboxId: string, options?: ErrorOptions) {
    super(`Mailbox ${mailboxId} is full; raise its quota or free space`, options);
  }
}

/** 403: outside the connector's Exchange scope, or the scope is younger than two hours. Held `not-in-scope`. */
export class NotInScopeError extends ConnectorError {
  override readonly name = 'NotInScopeError';
  readonly code = 'NOT_IN_SCOPE';
  readonly disposition = 'hold';
  constructor(mailboxId: string, options?: ErrorOptions) {
    super(
      `The connector may not open mailbox ${mailboxId}; add it to the Exchange management scope (takes effect within 2 hours)`,
      options,
    );
  }
}

/** 403 on the directory: the connector may not read the users of the tenant. Nothing can be routed. */
export class DirectoryRefusedError extends ConnectorError {
  override readonly name = 'DirectoryRefusedError';
  readonly code = 'DIRECTORY_REFUSED';
  readonly disposition = 'stop-run';
  constructor(options?: ErrorOptions) {
    super("Microsoft Graph does not let the connector read the tenant's users; grant the application permission User.Read.All", options);
  }
}

/** 403 on attach, upload session or move of a copy that exists: changing copies after creation is blocked in this tenant. */
export class AttachRefusedError extends ConnectorError {
  override readonly name = 'AttachRefusedError';
  readonly code = 'ATTACH_REFUSED';
  readonly disposition = 'hold';
  constructor(operation: string, options?: ErrorOptions) {
    super(`Microsoft Graph refuses "${operation}" on a copy that exists; items with large attachments are delivered as stubs`, options);
  }
}

/** The object id names no user any more. The mapping or the directory snapshot is stale. */
export class UserGoneError extends ConnectorError {
  override readonly name = 'UserGoneError';
  readonly code = 'USER_GONE';
  readonly disposition = 'hold';
  constructor(mailboxId: string, options?: ErrorOptions) {
    super(`User ${mailboxId} is not in the directory any more; map the number to a current mailbox`, options);
  }
}

/** The archive or staging folder is gone: find or create it again. */
export class FolderGoneError extends ConnectorError {
  override readonly name = 'FolderGoneError';
  readonly code = 'FOLDER_GONE';
  readonly disposition = 'retry';
  constructor(mailboxId: string, options?: ErrorOptions) {
    super(`The archive folder of mailbox ${mailboxId} is not there any more`, options);
  }
}

/** The staged copy or its upload session is gone. Look again; a new copy is staged when none is found. */
export class CopyGoneError extends ConnectorError {
  override readonly name = 'CopyGoneError';
  readonly code = 'COPY_GONE';
  readonly disposition = 'look-first';
  constructor(what: string, options?: ErrorOptions) {
    super(`${what} is not there any more`, options);
  }
}

/** The request is over Graph's 4 MB: take the large path. */
export class RequestTooLargeError extends ConnectorError {
  override readonly name = 'RequestTooLargeError';
  readonly code = 'REQUEST_TOO_LARGE';
  readonly disposition = 'hold';
  constructor(bytes: number, options?: ErrorOptions) {
    super(`A request of ${bytes} bytes is over what Microsoft Graph takes`, options);
  }
}

/** The item is over the mailbox's own limit: a stub is delivered, the item is held `oversize`. */
export class ItemTooLargeError extends ConnectorError {
  override readonly name = 'ItemTooLargeError';
  readonly code = 'ITEM_TOO_LARGE';
  readonly disposition = 'hold';
  constructor(mailboxId: string, options?: ErrorOptions) {
    super(`The item is over the message size limit of mailbox ${mailboxId}; raise MaxReceiveSize to let the whole item follow`, options);
  }
}

/** An attachment is on the wrong side of the 3 MB line for this way of adding it: try the other way once. */
export class AttachmentSizeError extends ConnectorError {
  override readonly name = 'AttachmentSizeError';
  readonly code = 'ATTACHMENT_SIZE';
  readonly disposition = 'hold';
}

/** The token is refused also after a new one. Three in a row stop the run. */
export class TokenRefusedError extends ConnectorError {
  override readonly name = 'TokenRefusedError';
  readonly code = 'TOKEN_REFUSED';
  readonly disposition = 'retry';
  constructor(options?: ErrorOptions) {
    super(
      "Microsoft Graph refuses the connector's token, also a new one; check the app registration, its consent and the federated credential",
      options,
    );
  }
}

/** Exchange answers something else than was asked: a draft, other dates, another folder. Stops the run: the service's behaviour changed. */
export class TargetChangedError extends ConnectorError {
  override readonly name = 'TargetChangedError';
  readonly code = 'TARGET_CHANGED';
  readonly disposition = 'stop-run';
}

/** Graph refuses the request for good, for a reason that nobody knows yet: outcome `failed`, someone must look. */
export class RequestRefusedError extends ConnectorError {
  override readonly name = 'RequestRefusedError';
  readonly code = 'REQUEST_REFUSED';
  readonly disposition = 'hold';
  constructor(
    operation: string,
    readonly status: number,
    readonly graphCode: string,
    options?: ErrorOptions,
  ) {
    super(`Microsoft Graph refuses "${operation}" with ${status} ${graphCode}`, options);
  }
}

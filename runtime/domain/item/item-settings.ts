/** Header names of the vendor are not published, so they are settings. Names compare without case. */
export interface ItemSettings {
  /** Headers that carry the *User's Email address* property (`EMAIL_PROPERTY_HEADERS`). */
  readonly emailPropertyHeaders: readonly string[];
  /** Headers that name the owner, the archived user: an address or a number (`OWNER_HEADERS`); empty = unknown. */
  readonly ownerHeaders: readonly string[];
  /** Headers that carry the vendor's message id, the first that is there counts (`MESSAGE_ID_HEADERS`). */
  readonly messageIdHeaders: readonly string[];
  /** Headers that name the kind of communication, e.g. `call-log` (`KIND_HEADERS`); absent is normal. */
  readonly kindHeaders: readonly string[];
  /** Headers that name the archiver an item comes from, e.g. `SIGNAL` (`SOURCE_TYPE_HEADERS`); absent is normal. */
  readonly sourceTypeHeaders: readonly string[];
  /** Headers that carry the chat's id (`GROUP_ID_HEADERS`); absent is normal. */
  readonly groupIdHeaders: readonly string[];
}

export const DEFAULT_ITEM_SETTINGS: ItemSettings = Object.freeze({
  emailPropertyHeaders: ['X-User-Email-Address'],
  ownerHeaders: [],
  messageIdHeaders: ['Message-ID'],
  kindHeaders: ['X-Message-Type'],
  sourceTypeHeaders: ['X-Source-Type'],
  groupIdHeaders: ['X-Group-Id'],
});

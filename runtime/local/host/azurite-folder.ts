/** Written when Azurite has closed all its stores; removed at the next start. Without it some seconds of each store may be missing. */
export const CLEAN_SHUTDOWN_MARKER = 'clean-shutdown';

/** Says which process serves the folder, and where. */
export const LOCK_FILE = 'azurite.lock';

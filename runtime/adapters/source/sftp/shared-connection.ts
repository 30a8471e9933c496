import type { Socket } from 'node:net';
import type { CredentialStore } from '../../../ports/credential';
import { untilAborted } from '../until-aborted';
import { openConnection, type SftpConnection, type SftpConnectionOptions } from './sftp-connection';

/** An idle connection is closed soon: servers count sessions. */
const KEPT_IDLE_IN_MS = 10_000;

/** One connection for all calls: opened when it is needed, closed when nobody has used it for a while, opened anew when it broke. */
export class SharedConnection {
  private current: Promise<SftpConnection> | undefined;
  private socket: Socket | undefined;
  private users = 0;
  private idleTimer: NodeJS.Timeout | undefined;

  constructor(
    private readonly options: SftpConnectionOptions,
    private readonly credentials: CredentialStore,
  ) {}

  /** Who takes it must call `release`. One sign-in serves all who wait for it, so that it does not end with one of them. */
  async take(signal: AbortSignal): Promise<{ readonly connection: SftpConnection; readonly release: () => void }> {
    this.users += 1;
    clearTimeout(this.idleTimer);
    let isReleased = false;
    const release = () => {
      if (isReleased) return;
      isReleased = true;
      this.users -= 1;
      if (this.users === 0 && this.current !== undefined) this.idleTimer = setTimeout(() => this.close(), KEPT_IDLE_IN_MS);
    };
    try {
      return { connection: await untilAborted(this.opened(), signal), release };
    } catch (error) {
      release();
      throw error;
    }
  }

  close(): void {
    clearTimeout(this.idleTimer);
    const { current } = this;
    this.current = undefined;
    current?.then(
      ({ socket }) => socket.destroy(),
      () => {},
    );
  }

  private opened(): Promise<SftpConnection> {
    // A socket that was destroyed a moment ago may not have said so yet.
    if (this.current !== undefined && this.socket?.destroyed !== true) return this.current;
    const opening = openConnection(this.options, this.credentials);
    this.current = opening;
    this.socket = undefined;
    const forget = () => {
      if (this.current === opening) this.current = undefined;
    };
    opening.then(({ socket }) => {
      if (this.current === opening) this.socket = socket;
      socket.once('close', forget);
    }, forget);
    return opening;
  }
}

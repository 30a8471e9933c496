/** A user of the tenant's directory, as far as routing needs it. */
export interface DirectoryUser {
  readonly id: string;
  readonly userPrincipalName: string;
  readonly displayName: string;
  readonly isGuest: boolean;
  readonly isEnabled: boolean;
  /** Every address that names this user: principal name, mail and SMTP proxy addresses; lower-case, each once. */
  readonly addresses: readonly string[];
}

/** The directory as one run sees it. */
export interface DirectorySnapshot {
  readonly takenAt: Date;
  readonly users: readonly DirectoryUser[];
  /** Every user that an address names, compared without case. */
  usersNamed(address: string): readonly DirectoryUser[];
  userById(id: string): DirectoryUser | undefined;
}

/** What the connector's own token for Microsoft Graph says, or why there is none. */
export type GraphGrant =
  | {
      readonly kind: 'granted';
      readonly tenantId: string;
      /** The app registration that the token stands for. */
      readonly clientId: string;
      /** Application permissions, by name. */
      readonly roles: readonly string[];
      readonly expiresAt: Date | undefined;
    }
  /** A fixed token of local mode: it says nothing. */
  | { readonly kind: 'silent' }
  /** `isRefused`: the authority refuses us, and somebody must act; otherwise it did not answer. `why`: a code such as `AADSTS70021`. */
  | { readonly kind: 'none'; readonly isRefused: boolean; readonly why: string };

export interface GraphAccess {
  /** Never the token itself. Does not throw. */
  grant(): Promise<GraphGrant>;
}

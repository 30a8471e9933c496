import type { MessageFlags } from '../../domain/copy/mailbox-copy';
import type { CopyFormat } from '../../ports/copy-format';
import type { Directory } from '../../ports/directory';
import type { Exchange } from '../../ports/exchange';
import type { GraphAccess } from '../../ports/graph-access';
import { type FederatedTokenSettings, federatedToken } from './federated-token';
import { FixedToken } from './fixed-token';
import { TokenAccess } from './graph-access';
import { GraphConnection } from './graph-connection';
import { GraphCopyFormat } from './graph-copy-format';
import { GraphDirectory } from './graph-directory';
import { GraphExchange } from './graph-exchange';
import { type GraphRoot, graphRoot } from './graph-root';
import type { GraphToken } from './graph-token';

export interface GraphSettings {
  /** With version, e.g. `https://graph.microsoft.com/v1.0`; every cloud has its own. */
  readonly root: string;
  readonly token: ({ readonly kind: 'federated' } & FederatedTokenSettings) | { readonly kind: 'fixed'; readonly token: string };
  /** What a copy is created with; default: read and sent. */
  readonly messageFlags?: MessageFlags;
}

export interface Graph {
  readonly exchange: Exchange;
  readonly directory: Directory;
  readonly copyFormat: CopyFormat;
  readonly access: GraphAccess;
  /** Ends kept connections. */
  close(): void;
}

/** Throws when the endpoint is not https, or a fixed token would leave this machine. */
export function createGraph(settings: GraphSettings): Graph {
  const root = graphRoot(settings.root);
  const token = createGraphToken(settings.token, root);
  const connection = new GraphConnection(root, token);
  return {
    exchange: new GraphExchange(connection),
    directory: new GraphDirectory(connection),
    copyFormat: new GraphCopyFormat(settings.messageFlags),
    access: new TokenAccess(token),
    close: () => connection.close(),
  };
}

export function createGraphToken(settings: GraphSettings['token'], root: GraphRoot): GraphToken {
  return settings.kind === 'fixed' ? new FixedToken(settings.token, root) : federatedToken(settings, root);
}

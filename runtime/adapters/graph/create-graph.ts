import type { CopyFormat } from '../../ports/copy-format';
import type { Directory } from '../../ports/directory';
import type { Exchange } from '../../ports/exchange';
import type { MessageFlags } from './extended-properties';
import { type FederatedTokenSettings, federatedToken } from './federated-token';
import { FixedToken } from './fixed-token';
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
  /** Whether there is a token at all, and Graph takes it. Throws errors of the Graph table; for `doctor`. */
  check(): Promise<void>;
  /** Ends kept connections. */
  close(): void;
}

/** Throws when the endpoint is not https, or a fixed token would leave this machine. */
export function createGraph(settings: GraphSettings): Graph {
  const root = graphRoot(settings.root);
  const connection = new GraphConnection(root, createGraphToken(settings.token, root));
  const directory = new GraphDirectory(connection);
  return {
    exchange: new GraphExchange(connection),
    directory,
    copyFormat: new GraphCopyFormat(settings.messageFlags),
    check: async () => {
      for await (const _user of directory.users(new AbortController().signal)) break;
    },
    close: () => connection.close(),
  };
}

export function createGraphToken(settings: GraphSettings['token'], root: GraphRoot): GraphToken {
  return settings.kind === 'fixed' ? new FixedToken(settings.token, root) : federatedToken(settings, root);
}

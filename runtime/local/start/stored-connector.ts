import { join } from 'node:path';
import { type Connector, createConnector, type LogSink } from '../../main';
import { readSettings } from '../../settings';
import { SettingsKey } from '../../settings-keys';
import { distFile } from '../dist-file';
import { startAzurite } from '../host/azurite-process';
import { rememberedStart, requireDataFolder, workingProcess } from './data-folder';
import { type LocalGraph, startGraph } from './local-graph';
import { type LocalOptions, QUIET_OPTIONS } from './local-options';
import { localSettings } from './local-settings';
import { readableLog } from './readable-log';
import type { TextOutput } from './text-output';

export interface StoredConnectorOptions {
  /** The data folder of local mode. */
  readonly data: string;
  /** Whether mailboxes are asked too; otherwise Exchange is never contacted. */
  readonly needsExchange: boolean;
  readonly graph: string | undefined;
}

/** Nothing listens there: whoever asks Exchange by mistake gets an error, not an answer. */
const NO_GRAPH = 'http://127.0.0.1:1/v1.0';

/** Nothing is listed by a command that only reads. */
const noSource = (folder: string) => ({ [SettingsKey.SourceKind]: 'directory', [SettingsKey.SourceUrl]: folder });

/** Uses the connector over a data folder, whether local mode runs on it at this moment or not. Nothing is imported by it. */
export async function withStoredConnector<T>(
  options: StoredConnectorOptions,
  output: TextOutput,
  use: (connector: Connector) => Promise<T>,
): Promise<T> {
  const folder = requireDataFolder(options.data);
  const storage = await startAzurite({ dataFolder: join(folder, 'storage') });
  let graph: LocalGraph | undefined;
  try {
    graph = options.needsExchange ? await startGraph(graphOptions(options, folder)) : undefined;
    const settings = localSettings({
      folder,
      connectionString: storage.connectionString,
      domains: rememberedStart(folder).domains,
      closesWhenIdle: false,
      source: workingProcess(folder)?.workingWith?.source ?? noSource(folder),
      graph: graph?.settings ?? { [SettingsKey.GraphRoot]: NO_GRAPH, LOCAL_GRAPH_TOKEN: 'none' },
    });
    const log: LogSink = (level, line) => {
      if (level !== 'info') output.err(readableLog(line));
    };
    const connector = await createConnector(readSettings(settings), log, distFile('release'));
    try {
      await connector.ensureStores();
      return await use(connector);
    } finally {
      connector.close();
    }
  } finally {
    await graph?.simulator?.stop();
    await storage.stop();
  }
}

/** The mailboxes of a local mode at work are asked there, else those of the last start. */
function graphOptions({ graph }: StoredConnectorOptions, data: string): LocalOptions {
  return { ...QUIET_OPTIONS, data, graph: graph ?? workingProcess(data)?.workingWith?.graph ?? rememberedStart(data).graph };
}

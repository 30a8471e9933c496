import type { OpenedPackage } from '../../domain/package/open-package';
import type { ConnectorPorts } from '../connector-ports';
import type { PackageRow } from '../rows/package-row';
import type { RunRow } from '../rows/run-row';
import type { RunContext } from './run-context';

/** What a part of a package is routed with. */
export interface PartContext {
  readonly run: RunRow;
  readonly row: PackageRow;
  readonly opened: OpenedPackage;
  readonly context: RunContext;
  readonly ports: ConnectorPorts;
}

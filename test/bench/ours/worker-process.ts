import type { ProcessUsage } from '../../../runtime/local/host/process-usage';
import { LocalChild } from '../../../runtime/local/start/child-process';
import { WORKER_ENVIRONMENT, WORKER_NODE_ARGUMENTS } from '../../../runtime/settings-keys';
import { distFile } from '../stand-ins';

export interface WorkerOptions {
  readonly settings: Readonly<Record<string, string>>;
  /** Handlers side by side. @default 16 */
  readonly handlers?: number;
  /** Instead of those of local mode: to profile, or to try others. */
  readonly nodeArgs?: readonly string[];
}

/** The functions host with the release bundle, as local mode starts it. */
export class BenchWorker {
  private constructor(
    private readonly child: LocalChild,
    private readonly last: { usage: ProcessUsage | undefined },
  ) {}

  static async start({ settings, handlers = 16, nodeArgs = WORKER_NODE_ARGUMENTS }: WorkerOptions): Promise<BenchWorker> {
    const last: { usage: ProcessUsage | undefined } = { usage: undefined };
    const child = await LocalChild.start({
      name: 'functions host',
      script: distFile('local/host.js'),
      args: ['--bundle', distFile('release/index.js'), '--port', '0', '--workers', String(handlers), '--with-parent', '--usage'],
      nodeArgs,
      env: { ...WORKER_ENVIRONMENT, ...settings },
      onLine: (line) => {
        last.usage = (line['usage'] as ProcessUsage | undefined) ?? last.usage;
      },
    });
    return new BenchWorker(child, last);
  }

  /** What it has taken since it was ready. */
  async usage(): Promise<ProcessUsage> {
    await this.child.ask('usage', 'usage');
    if (this.last.usage === undefined) throw new Error('The functions host did not say what it has taken');
    return this.last.usage;
  }

  stop(): Promise<void> {
    return this.child.stop();
  }
}

import { spawn } from 'node:child_process';
import path from 'node:path';
import { Server, ServerCredentials, type ServerUnaryCall, type ServerWritableStream, type sendUnaryData, status } from '@grpc/grpc-js';
import { LanguageRuntimeService } from '@pulumi/pulumi/proto/language_grpc_pb';
import {
  GetProgramDependenciesResponse,
  GetRequiredPackagesResponse,
  GetRequiredPluginsResponse,
  type RunPluginRequest,
  RunPluginResponse,
  type RunRequest,
  RunResponse,
} from '@pulumi/pulumi/proto/language_pb';
import { PluginInfo } from '@pulumi/pulumi/proto/plugin_pb';
import { Empty } from 'google-protobuf/google/protobuf/empty_pb';

/**
 * Stands in for Pulumi's language host for Node, which is part of an ordinary installation of Pulumi and not of one that was built from
 * its source. It speaks the same contract: starts the entry points inside @pulumi/pulumi and says on standard output where it listens.
 */

/** The program has already told the person what is wrong. */
const TOLD_THE_PERSON = 32;

const LOOKS_FOR_ENGINE_EVERY_MS = 1_000;

const engine = process.ppid;
const engineAddress = process.argv.filter((argument) => /:\d+$/.test(argument)).at(-1) ?? '';
const children = new Set<ReturnType<typeof spawn>>();

function entryPoint(folder: string, command: string): string {
  return path.join(path.dirname(require.resolve('@pulumi/pulumi/package.json', { paths: [folder] })), 'cmd', command);
}

function track(child: ReturnType<typeof spawn>): void {
  children.add(child);
  child.on('exit', () => children.delete(child));
}

/** Runs the program once; the answer comes when it ends. */
function run(call: ServerUnaryCall<RunRequest, RunResponse>, answer: sendUnaryData<RunResponse>): void {
  const request = call.request;
  const folder = request.getInfo()?.getProgramDirectory() ?? request.getPwd();
  const flags = ['monitor', request.getMonitorAddress(), 'engine', engineAddress, 'organization', request.getOrganization()];
  flags.push(
    'project',
    request.getProject(),
    'stack',
    request.getStack(),
    'pwd',
    request.getPwd(),
    'parallel',
    String(request.getParallel()),
  );
  const named = flags.map((flag, index) => (index % 2 === 0 ? `--${flag}` : flag));
  const dryRun = request.getDryrun() ? ['--dry-run'] : [];
  const program = request.getInfo()?.getEntryPoint() ?? '.';
  const child = spawn(process.execPath, [entryPoint(folder, 'run'), ...named, ...dryRun, program, ...request.getArgsList()], {
    cwd: request.getPwd(),
    stdio: ['ignore', 'inherit', 'inherit'],
    env: {
      ...process.env,
      PULUMI_CONFIG: JSON.stringify(Object.fromEntries(request.getConfigMap().getEntryList())),
      PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(request.getConfigsecretkeysList()),
    },
  });
  track(child);
  child.on('exit', (code) => {
    const response = new RunResponse();
    if (code === TOLD_THE_PERSON) response.setBail(true);
    else if (code !== 0) response.setError(`program exited with non-zero exit code: ${code}`);
    answer(null, response);
  });
}

/** Runs a policy pack (or another plugin written for Node) and passes on what it prints. */
function runPlugin(call: ServerWritableStream<RunPluginRequest, RunPluginResponse>): void {
  const request = call.request;
  const folder = request.getInfo()?.getProgramDirectory() ?? request.getPwd();
  const isPolicyPack = request.getKind() === 'analyzer';
  const args = isPolicyPack
    ? [entryPoint(folder, 'run-policy-pack'), ...request.getArgsList(), folder]
    : [entryPoint(folder, 'run-plugin'), folder, ...request.getArgsList()];
  const child = spawn(process.execPath, args, {
    cwd: isPolicyPack ? folder : request.getPwd(),
    env: { ...process.env, ...environment(request) },
  });
  track(child);
  child.stdout.on('data', (bytes: Buffer) => call.write(withOutput((response) => response.setStdout(bytes))));
  child.stderr.on('data', (bytes: Buffer) => call.write(withOutput((response) => response.setStderr(bytes))));
  child.on('exit', (code) => {
    call.write(withOutput((response) => response.setExitcode(code ?? 1)));
    call.end();
  });
  call.on('cancelled', () => child.kill());
}

function withOutput(fill: (response: RunPluginResponse) => void): RunPluginResponse {
  const response = new RunPluginResponse();
  fill(response);
  return response;
}

function environment(request: RunPluginRequest): Record<string, string> {
  return Object.fromEntries(request.getEnvList().map((entry) => [entry.slice(0, entry.indexOf('=')), entry.slice(entry.indexOf('=') + 1)]));
}

function pluginInfo(): PluginInfo {
  const info = new PluginInfo();
  info.setVersion('3.270.0');
  return info;
}

const unary =
  <T>(response: () => T) =>
  (_call: unknown, answer: sendUnaryData<T>): void =>
    answer(null, response());

/** Methods that only other commands of Pulumi call. */
const notImplemented = Object.fromEntries(
  Object.keys(LanguageRuntimeService).map((name) => [
    name,
    (call: { emit(event: string, error: object): void }, answer?: sendUnaryData<never>): void => {
      const error = { code: status.UNIMPLEMENTED, message: `The offline language host does not implement ${name}` };
      if (answer === undefined) call.emit('error', error);
      else answer(error, null);
    },
  ]),
);

const server = new Server();
server.addService(LanguageRuntimeService, {
  ...notImplemented,
  getPluginInfo: unary(pluginInfo),
  getRequiredPackages: unary(() => new GetRequiredPackagesResponse()),
  getRequiredPlugins: unary(() => new GetRequiredPluginsResponse()),
  getProgramDependencies: unary(() => new GetProgramDependenciesResponse()),
  run,
  runPlugin,
  cancel: unary(() => {
    killChildren();
    return new Empty();
  }),
});

function killChildren(): void {
  for (const child of children) child.kill();
}

/** An engine that was killed tells nobody, and nobody else would end this process. */
setInterval(() => {
  if (process.ppid === engine) return;
  killChildren();
  process.exit(1);
}, LOOKS_FOR_ENGINE_EVERY_MS).unref();

server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, port) => {
  if (error !== null) throw error;
  process.stdout.write(`${port}\n`);
});

import { Server, ServerCredentials, type ServerUnaryCall, type sendUnaryData, status } from '@grpc/grpc-js';
import { EngineService } from '@pulumi/pulumi/proto/engine_grpc_pb';
import { GetRootResourceResponse, type LogRequest, LogSeverity, SetRootResourceResponse } from '@pulumi/pulumi/proto/engine_pb';
import { ResourceMonitorService } from '@pulumi/pulumi/proto/resource_grpc_pb';
import {
  type ReadResourceRequest,
  ReadResourceResponse,
  RegisterPackageResponse,
  type RegisterResourceOutputsRequest,
  type RegisterResourceRequest,
  RegisterResourceResponse,
  type ResourceInvokeRequest,
  ResourceInvokeResponse,
  type SupportsFeatureRequest,
  SupportsFeatureResponse,
} from '@pulumi/pulumi/proto/resource_pb';
import { Empty } from 'google-protobuf/google/protobuf/empty_pb';
import { type JavaScriptValue, Struct } from 'google-protobuf/google/protobuf/struct_pb';
import { makeStandIn, type SignedIn, STAND_IN_PACKAGES } from '../../../infra/offline/providers/packages';
import type { StandIn } from '../../../infra/offline/providers/stand-in';

/** A resource as the engine gets it. Inputs as they travel: secrets wrapped, unknown values as their mark. */
export interface Registration {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  readonly isCustom: boolean;
  readonly parent: string;
  readonly provider: string;
  readonly isProtected: boolean;
  readonly isRetained: boolean;
  readonly ignoreChanges: readonly string[];
  readonly dependencies: readonly string[];
  readonly inputs: Readonly<Record<string, unknown>>;
}

export interface EngineOptions {
  readonly signedIn: SignedIn;
  readonly isPreview: boolean;
  /** Outputs that an earlier update left behind. */
  readonly previousOutputs: Readonly<Record<string, unknown>>;
}

const STACK_TYPE = 'pulumi:pulumi:Stack';
const SECRET_MARK = { '4dabf18193072939515e22adb298388d': '1b47061264138c4ac30d75fd1eb44270' };
const FEATURES = new Set(['secrets', 'resourceReferences', 'outputValues', 'transforms', 'parameterization', 'deletedWith']);

type Unary<Request, Response> = (call: ServerUnaryCall<Request, Response>, answer: sendUnaryData<Response>) => void;

/** Enough of Pulumi's engine to run a program in its own process and to see what it asks for. Nothing is kept and nothing is made. */
export class InProcessEngine {
  readonly registrations: Registration[] = [];
  readonly messages: string[] = [];
  outputs: Readonly<Record<string, unknown>> = {};
  address = '';
  private readonly server = new Server();
  private readonly standIns: ReadonlyMap<string, StandIn>;

  constructor(private readonly options: EngineOptions) {
    this.standIns = new Map(STAND_IN_PACKAGES.map((name) => [name, makeStandIn(name, options.signedIn)]));
  }

  async start(): Promise<void> {
    this.server.addService(ResourceMonitorService, {
      ...notImplemented(ResourceMonitorService),
      supportsFeature: unary((request: SupportsFeatureRequest) =>
        new SupportsFeatureResponse().setHassupport(FEATURES.has(request.getId())),
      ),
      registerPackage: unary(() => new RegisterPackageResponse().setRef('package')),
      registerResource: this.answer((request: RegisterResourceRequest) => this.register(request)),
      registerResourceOutputs: unary((request: RegisterResourceOutputsRequest) => this.takeOutputs(request)),
      readResource: unary((request: ReadResourceRequest) => this.readStack(request)),
      invoke: this.answer((request: ResourceInvokeRequest) => this.invoke(request)),
      signalAndWaitForShutdown: unary(() => new Empty()),
    });
    this.server.addService(EngineService, {
      ...notImplemented(EngineService),
      log: unary((request: LogRequest) => {
        if (request.getSeverity() !== LogSeverity.DEBUG) this.messages.push(request.getMessage());
        return new Empty();
      }),
      getRootResource: unary(() => new GetRootResourceResponse()),
      setRootResource: unary(() => new SetRootResourceResponse()),
    });
    const port = await new Promise<number>((resolve, reject) => {
      this.server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) =>
        error === null ? resolve(bound) : reject(error),
      );
    });
    this.address = `127.0.0.1:${port}`;
  }

  stop(): void {
    this.server.forceShutdown();
  }

  private async register(request: RegisterResourceRequest): Promise<RegisterResourceResponse> {
    const type = request.getType();
    const urn = `urn:pulumi:dev::signal-archive::${type}::${request.getName()}`;
    const inputs = (request.getObject()?.toJavaScript() ?? {}) as Record<string, unknown>;
    this.registrations.push({
      urn,
      type,
      name: request.getName(),
      isCustom: request.getCustom(),
      parent: request.getParent(),
      provider: request.getProvider(),
      isProtected: request.getProtect() ?? false,
      isRetained: request.getRetainondelete() ?? false,
      ignoreChanges: request.getIgnorechangesList(),
      dependencies: request.getDependenciesList(),
      inputs,
    });
    const { id, state } = await this.create(request, urn, inputs);
    return new RegisterResourceResponse()
      .setUrn(urn)
      .setId(id)
      .setObject(Struct.fromJavaScript(state as Record<string, JavaScriptValue>));
  }

  private async create(
    request: RegisterResourceRequest,
    urn: string,
    inputs: Record<string, unknown>,
  ): Promise<{ id: string; state: object }> {
    if (!request.getCustom() || request.getType() === STACK_TYPE) return { id: '', state: {} };
    if (request.getType().startsWith('pulumi:providers:')) return { id: `${request.getName()}-id`, state: inputs };
    const standIn = this.standInOf(request.getType());
    const { failures = [] } = await standIn.check(urn, {}, inputs);
    if (failures.length > 0) throw new Error(`${request.getName()}: ${failures.map((failure) => failure.reason).join('; ')}`);
    // In a preview the provider makes nothing, so its outputs are not known.
    if (this.options.isPreview) return { id: '', state: inputs };
    const created = await standIn.create(urn, inputs);
    const { __inputs: _kept, ...state } = created.outs as Record<string, unknown>;
    return { id: created.id, state };
  }

  private async invoke(request: ResourceInvokeRequest): Promise<ResourceInvokeResponse> {
    const { outputs } = await this.standInOf(request.getTok()).invoke(request.getTok(), request.getArgs()?.toJavaScript() ?? {});
    return new ResourceInvokeResponse().setReturn(Struct.fromJavaScript(outputs as Record<string, JavaScriptValue>));
  }

  /** A stack's own outputs are read by reference to itself. */
  private readStack(request: ReadResourceRequest): ReadResourceResponse {
    if (request.getType() !== 'pulumi:pulumi:StackReference') throw new Error(`Nobody expects that ${request.getType()} is read`);
    const properties = { name: request.getId(), outputs: this.options.previousOutputs, secretOutputNames: [] };
    return new ReadResourceResponse()
      .setUrn(`urn:pulumi:dev::signal-archive::${request.getType()}::${request.getName()}`)
      .setProperties(Struct.fromJavaScript(properties as Record<string, JavaScriptValue>));
  }

  private takeOutputs(request: RegisterResourceOutputsRequest): Empty {
    if (request.getUrn().includes(`::${STACK_TYPE}::`))
      this.outputs = (request.getOutputs()?.toJavaScript() ?? {}) as Record<string, unknown>;
    return new Empty();
  }

  private standInOf(token: string): StandIn {
    const standIn = this.standIns.get(token.split(':')[0] ?? '');
    if (standIn === undefined) throw new Error(`Nobody expects ${token}`);
    return standIn;
  }

  private answer<Request, Response>(handle: (request: Request) => Promise<Response>): Unary<Request, Response> {
    return (call, answer) => {
      handle(call.request).then(
        (response) => answer(null, response),
        (error: unknown) => answer({ code: status.UNKNOWN, message: error instanceof Error ? error.message : String(error) }, null),
      );
    };
  }
}

/** Whether a value, at any depth, is wrapped as a secret. */
export function holdsSecret(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const [mark, signature] = Object.entries(SECRET_MARK)[0] ?? ['', ''];
  return (value as Record<string, unknown>)[mark] === signature || Object.values(value).some(holdsSecret);
}

function unary<Request, Response>(handle: (request: Request) => Response): Unary<Request, Response> {
  return (call, answer) => {
    try {
      answer(null, handle(call.request));
    } catch (error) {
      answer({ code: status.UNKNOWN, message: String(error) }, null);
    }
  };
}

function notImplemented(service: object): Record<string, Unary<unknown, never>> {
  return Object.fromEntries(
    Object.keys(service).map((name) => [
      name,
      (_call: unknown, answer: sendUnaryData<never>) => answer({ code: status.UNIMPLEMENTED, message: `Nobody expects ${name}` }, null),
    ]),
  );
}

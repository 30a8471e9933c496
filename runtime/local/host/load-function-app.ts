import { randomUUID } from 'node:crypto';
import Module from 'node:module';
import { dirname } from 'node:path';
import type {
  Binding,
  FunctionApp,
  HostLog,
  HttpData,
  Invocation,
  LogLevel,
  RegisteredFunction,
  RetryOptions,
  TypedData,
} from './function-app';

const CORE_MODULE = '@azure/functions-core';
const RETURN_BINDING = '$return';

interface FunctionMetadata {
  readonly name: string;
  readonly bindings: Readonly<Record<string, Binding>>;
  readonly retryOptions?: RetryOptions;
}

type Handler = (...inputs: unknown[]) => unknown;
type HookCallback = (context: object) => unknown;

interface InvocationResponse {
  readonly returnValue?: TypedData | null;
}

interface InvocationModel {
  getArguments(): Promise<{ readonly context: object; readonly inputs: readonly unknown[] }>;
  invokeFunction(context: object, inputs: readonly unknown[], handler: Handler): Promise<unknown>;
  getResponse(context: object, result: unknown): Promise<InvocationResponse>;
}

interface ProgrammingModel {
  getInvocationModel(coreContext: object): InvocationModel;
  getCapabilities?(capabilities: object): Promise<object>;
}

/** What the bundle does while it loads. */
interface Registrations {
  readonly functions: { readonly metadata: FunctionMetadata; readonly handler: Handler }[];
  readonly hooks: Map<string, HookCallback[]>;
  model: ProgrammingModel | undefined;
}

/**
 * Loads the built bundle as the Functions worker does: `require` with the module `@azure/functions-core` injected.
 *
 * Works in a process of plain Node only (jest has a `require` of its own).
 */
export async function loadFunctionApp(bundle: string, log: HostLog): Promise<FunctionApp> {
  const registrations: Registrations = { functions: [], hooks: new Map(), model: undefined };
  requireWithCore(bundle, coreApi(registrations, log));
  const { model } = registrations;
  if (model === undefined || registrations.functions.length === 0) throw new Error(`The bundle ${bundle} registers no function`);
  await model.getCapabilities?.({});
  const hookContext = { functionAppDirectory: dirname(bundle), hostVersion: '4.0.0', hookData: {}, appHookData: {} };
  const run = async (hook: string) => {
    for (const callback of registrations.hooks.get(hook) ?? []) await callback(hookContext);
  };
  await run('appStart');
  return {
    functions: registrations.functions.map(({ metadata, handler }) => registered(model, metadata, handler, log)),
    terminate: () => run('appTerminate'),
  };
}

function requireWithCore(bundle: string, core: object): void {
  const original = Module.prototype.require;
  Module.prototype.require = Object.assign(function (this: Module, id: string) {
    return id === CORE_MODULE ? core : original.call(this, id);
  }, original);
  try {
    Module.createRequire(bundle)(bundle);
  } finally {
    Module.prototype.require = original;
  }
}

function coreApi(registrations: Registrations, log: HostLog): object {
  return {
    version: '3.13.0',
    hostVersion: '4.1045.0',
    registerFunction: (metadata: FunctionMetadata, handler: Handler) => {
      registrations.functions.push({ metadata, handler });
      return new Disposable();
    },
    setProgrammingModel: (model: ProgrammingModel) => {
      registrations.model = model;
    },
    getProgrammingModel: () => registrations.model,
    registerHook: (name: string, callback: HookCallback) => {
      if (name !== 'appStart' && name !== 'appTerminate') throw new RangeError(`The local host runs no "${name}" hooks`);
      registrations.hooks.set(name, [...(registrations.hooks.get(name) ?? []), callback]);
      return new Disposable();
    },
    log: (level: LogLevel, _category: string, text: string) => log({ level, text, functionName: undefined }),
    Disposable,
  };
}

class Disposable {
  dispose(): void {}
}

function registered(model: ProgrammingModel, metadata: FunctionMetadata, handler: Handler, log: HostLog): RegisteredFunction {
  const { name, bindings } = metadata;
  const [triggerName, trigger] = Object.entries(bindings).find(([, { type }]) => type.endsWith('Trigger')) ?? [];
  if (triggerName === undefined || trigger === undefined) throw new Error(`Function ${name} has no trigger`);
  for (const [bindingName, { type }] of Object.entries(bindings)) {
    const isKnown = bindingName === triggerName || (bindingName === RETURN_BINDING && type === 'http');
    if (!isKnown)
      throw new Error(`Function ${name} has a binding of type ${type}, which the local host does not have; use the SDK's client`);
  }
  const invoke = async ({ input, metadata: triggerMetadata, retry }: Invocation): Promise<HttpData | undefined> => {
    const invocationId = randomUUID();
    const invocation = model.getInvocationModel({
      invocationId,
      metadata,
      request: {
        invocationId,
        inputData: [{ name: triggerName, data: input }],
        triggerMetadata: triggerMetadata ?? {},
        retryContext: retry,
      },
      log: (level: LogLevel, _category: string, text: string) => log({ level, text, functionName: name }),
    });
    const { context, inputs } = await invocation.getArguments();
    const result = await invocation.invokeFunction(context, inputs, handler);
    return (await invocation.getResponse(context, result)).returnValue?.http;
  };
  return { name, trigger, retry: metadata.retryOptions, invoke };
}

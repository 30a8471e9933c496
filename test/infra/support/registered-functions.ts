import { execFileSync } from 'node:child_process';

/** A function as a bundle registers it. */
export interface RegisteredFunction {
  readonly name: string;
  readonly bindings: readonly Readonly<Record<string, unknown>>[];
}

/** The functions that a bundle registers, by loading it in a process of its own with a stand-in for what the worker injects. */
export function registeredFunctions(bundle: string): readonly RegisteredFunction[] {
  const script = `
    const Module = require('node:module');
    const functions = [];
    const core = new Proxy({}, { get: (_core, key) => {
      if (key === 'registerFunction') return ({ name, bindings }) => {
        functions.push({ name, bindings: Object.values(bindings) });
        return { dispose() {} };
      };
      if (key === 'version' || key === 'hostVersion' || key === 'workerConfig') return '4.0.0';
      return (..._args) => ({ dispose() {} });
    } });
    const load = Module._load;
    Module._load = function (request, ...rest) { return request === '@azure/functions-core' ? core : load.call(this, request, ...rest); };
    require(${JSON.stringify(bundle)});
    console.log(JSON.stringify(functions));
    process.exit(0);
  `;
  const printed = execFileSync(process.execPath, ['-e', script], { encoding: 'utf8', env: { PATH: process.env['PATH'] ?? '' } });
  return JSON.parse(printed.trim().split('\n').at(-1) ?? '[]') as RegisteredFunction[];
}

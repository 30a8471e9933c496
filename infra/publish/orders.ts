import { CLOUDS, type Cloud, type CloudName } from '../clouds';
import type { Environment } from './credentials';
import { PublishError } from './publish-error';

/** The order of a publish command, read from its environment. */
export interface Orders {
  text(name: string): string;
  optional(name: string): string;
  cloud(): Cloud;
}

export function readOrders(env: Environment): Orders {
  const text = (name: string): string => {
    const value = env[name];
    if (value === undefined || value === '') throw new PublishError(`${name} is not set: this command is started by the Pulumi program`);
    return value;
  };
  return {
    text,
    optional: (name) => env[name] ?? '',
    cloud: () => {
      const cloud = CLOUDS[text('CONNECTOR_CLOUD') as CloudName];
      if (cloud === undefined) throw new PublishError(`CONNECTOR_CLOUD names no cloud: ${text('CONNECTOR_CLOUD')}`);
      return cloud;
    },
  };
}

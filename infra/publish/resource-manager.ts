import type { Cloud } from '../clouds';
import type { GetToken } from './credentials';
import type { HttpAnswer, SendHttp } from './http';

/** Calls of the resource manager by resource id. Answers whatever comes; the caller judges it. */
export interface ResourceManager {
  call(request: ResourceRequest): Promise<HttpAnswer>;
}

export interface ResourceRequest {
  readonly method: 'GET' | 'POST' | 'PUT';
  /** `/subscriptions/...`, without query. */
  readonly path: string;
  readonly apiVersion: string;
  readonly ifMatch?: string;
  readonly body?: unknown;
}

export function resourceManager(cloud: Pick<Cloud, 'resourceManager'>, getToken: GetToken, send: SendHttp): ResourceManager {
  return {
    call: async ({ method, path, apiVersion, ifMatch, body }) =>
      send({
        method,
        url: `${cloud.resourceManager}${path}?api-version=${apiVersion}`,
        headers: {
          Authorization: `Bearer ${await getToken(managementScope(cloud))}`,
          ...(ifMatch === undefined ? {} : { 'If-Match': ifMatch }),
          ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
  };
}

/** The same token opens the deployment site of an app. */
export function managementScope(cloud: Pick<Cloud, 'resourceManager'>): string {
  return `${cloud.resourceManager}/.default`;
}

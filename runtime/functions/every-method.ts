import type { HttpMethod } from '@azure/functions';

/** All of them come in, so that the connector itself refuses the wrong ones, with the headers that every answer carries. */
export const EVERY_METHOD: readonly HttpMethod[] = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

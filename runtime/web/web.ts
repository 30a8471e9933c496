import type { AdminPorts } from '../pipeline/admin/admin-ports';
import type { ReleaseFiles } from '../ports/release-files';
import { answerApi } from './api/api';
import { createAssets } from './assets';
import { compressed } from './compress';
import type { WebRequest, WebResponse } from './http';
import { withSecurityHeaders } from './security-headers';
import type { SignInProof } from './sign-in';
import { answerVisitor } from './visitor';

export interface WebParts {
  readonly ports: AdminPorts;
  readonly proof: SignInProof;
  readonly files: ReleaseFiles;
}

/** The connector page and its API. Both answer every request, whatever is asked and whoever asks. */
export interface Web {
  /** Everything below `/api`. */
  answerApi(request: WebRequest): Promise<WebResponse>;
  /** Everything else: views, and what they load. */
  answerPage(request: WebRequest): Promise<WebResponse>;
}

export function createWeb({ ports, proof, files }: WebParts): Web {
  const assets = createAssets(files.assets);
  const finished = (request: WebRequest, response: WebResponse): WebResponse => {
    const sent = request.method === 'HEAD' ? { ...response, body: undefined } : compressed(request, response);
    return withSecurityHeaders(sent, ports.facts.isLocal);
  };
  return {
    answerApi: async (request) => finished(request, await answerApi(request, { ports, proof, description: files.openapi })),
    answerPage: async (request) => finished(request, await answerVisitor(request, { ports, proof, assets })),
  };
}

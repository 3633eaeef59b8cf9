import type { HttpRequest } from '../simulate/http-request.js';
import type { MeshRequest } from './mesh-request.js';
import type { Target } from './parse-target.js';

/** The request that is sent to a target. A `host` header has become its authority. */
export function httpRequestTo(
  { method, headers }: MeshRequest,
  { target, authority, source, port }: { target: Target; authority: string; source: string; port: number },
): HttpRequest {
  return {
    method,
    authority,
    path: target.path,
    scheme: target.scheme === 'https' ? 'https' : 'http',
    headers: headers.filter(([name]) => name.toLowerCase() !== 'host'),
    source,
    port,
  };
}

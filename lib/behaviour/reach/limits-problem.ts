import { checkRequest } from '../../simulate/check-request.js';
import { normalizePath } from '../../simulate/path/normalize-path.js';
import type { RequestProblem } from '../request-problem.js';
import type { RequestLimits } from './request-limits.js';

/** What the doors of a mesh do to paths; its other proxies do a part of it. */
const cleaning = { escapedSlashes: 'forward', normalize: true, mergeSlashes: true } as const;

/**
 * Why nothing can be said of requests: they cannot exist, or routes never see them as they are written. Then the answer would be
 * "nobody", and it would be wrong for the path that proxies make of the one that was asked for.
 */
export function limitsProblem({ method, path }: RequestLimits): RequestProblem | undefined {
  const impossible = checkRequest({
    method,
    path,
    authority: 'callee',
    scheme: 'http',
    headers: [],
    source: '192.0.2.1',
    port: 80,
  });
  if (impossible !== undefined) return { message: `no such request can exist: ${impossible}`, hint: undefined };
  if (method !== method.toUpperCase())
    return { message: `Envoy knows no method "${method}"`, hint: `did you mean "${method.toUpperCase()}"?` };
  const cleaned = normalizePath(path, cleaning);
  if (cleaned.kind === 'reject')
    return { message: `no route sees the path "${path}": Envoy refuses it with 400`, hint: undefined };
  if (cleaned.path === path) return undefined;
  return {
    message: `proxies clean the path "${path}" before they look at routes`,
    hint: `ask for "${cleaned.path}"`,
  };
}

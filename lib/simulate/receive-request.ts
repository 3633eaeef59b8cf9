import type { Outcome } from './decision.js';
import { isGrpcRequest } from './grpc/is-grpc-request.js';
import type { HeaderLine } from './headers/header-line.js';
import { headerValues } from './headers/header-values.js';
import { joinRepeated } from './headers/join-repeated.js';
import type { Message } from './headers/message.js';
import type { HttpRequest } from './http-request.js';
import { normalizeAuthority } from './path/normalize-authority.js';
import { normalizePath } from './path/normalize-path.js';
import type { HttpManager } from './http-manager.js';
import { requestSyntax } from './request-syntax.js';

type RefusalReason = Extract<Outcome, { kind: 'refuse' }>['reason'];

/** A request as filters and routes see it, or how the connection manager answers it. */
export interface ReceivedRequest {
  readonly request: Message;
  readonly refusal: Extract<Outcome, { kind: 'refuse' }> | undefined;
}

/** Envoy's parser takes these alone, in upper case. `CONNECT` has no path and is none of the simulator's business. */
const methods = new Set(
  (
    'ACL BIND CHECKOUT COPY DELETE GET HEAD LINK LOCK MERGE MKACTIVITY MKCALENDAR MKCOL MOVE MSEARCH NOTIFY OPTIONS PATCH ' +
    'POST PROPFIND PROPPATCH PURGE PUT QUERY REBIND REPORT SEARCH SOURCE SUBSCRIBE TRACE UNBIND UNLINK UNLOCK UNSUBSCRIBE'
  ).split(' '),
);
/** Headers by which the mesh's own services may command the router; from anyone else Envoy takes them away. */
const removedHeaders = new Set([
  'x-envoy-retriable-status-codes',
  'x-envoy-retriable-header-names',
  'x-envoy-retry-on',
  'x-envoy-retry-grpc-on',
  'x-envoy-max-retries',
  'x-envoy-upstream-alt-stat-name',
  'x-envoy-upstream-rq-timeout-ms',
  'x-envoy-upstream-rq-per-try-timeout-ms',
  'x-envoy-upstream-rq-timeout-alt-response',
  'x-envoy-expected-rq-timeout-ms',
  'x-envoy-force-trace',
  'x-envoy-ip-tags',
  'x-envoy-original-url',
  'x-envoy-hedge-on-per-try-timeout',
  'x-envoy-upstream-stream-duration-ms',
  // These speak of one connection.
  'connection',
  'keep-alive',
  'proxy-connection',
  'te',
  'transfer-encoding',
  'upgrade',
]);

/** Treats a request as the connection manager does before it looks for a route. */
export function receiveRequest(listener: HttpManager, sent: HttpRequest): ReceivedRequest {
  const path = normalizePath(sent.path, listener.path);
  const headers = joinRepeated(sent.headers.map(([name, value]): HeaderLine => [name.toLowerCase(), value.trim()]));
  const { underscores } = listener;
  const claimed = listener.trustsOnlyConnection
    ? undefined
    : headers.find(([name]) => name === 'x-forwarded-proto')?.[1];
  const forwardedProto = claimed ?? sent.scheme;
  const scheme = forwardedProto.toLowerCase();
  const request: Message = {
    method: sent.method,
    authority: normalizeAuthority(sent.authority, listener.authority, sent.port),
    path: path.kind === 'reject' ? sent.path : path.path,
    scheme: scheme === 'http' || scheme === 'https' ? scheme : sent.scheme,
    forwardedProto,
    headers: headers.filter(
      ([name]) =>
        !removedHeaders.has(name) &&
        !listener.routes.internalOnlyHeaders.includes(name) &&
        !(underscores === 'drop' && name.includes('_')),
    ),
  };
  const refused = findRefusal(listener, sent, { request, path: path.kind });
  if (refused === undefined) return { request, refusal: undefined };
  const [status, reason] = refused;
  return { request, refusal: { kind: 'refuse', status, reason, location: status === 307 ? request.path : undefined } };
}

function findRefusal(
  { underscores }: HttpManager,
  sent: HttpRequest,
  { request, path }: { readonly request: Message; readonly path: ReturnType<typeof normalizePath>['kind'] },
): readonly [status: number, reason: RefusalReason] | undefined {
  if (!methods.has(sent.method)) return [400, 'method'];
  if (isMalformed(sent)) return [400, 'malformed'];
  if (underscores === 'reject' && sent.headers.some(([name]) => name.includes('_'))) return [400, 'underscore'];
  if (sent.path === '*') return [404, 'path'];
  if (sent.method === 'QUERY' && headerValues(request, 'content-type').length === 0) return [400, 'content-type'];
  if (path === 'reject') return [400, 'path'];
  // gRPC clients follow no redirects.
  if (path === 'redirect') return [isGrpcRequest(request) ? 400 : 307, 'escaped-slash'];
  return undefined;
}

function isMalformed({ method, authority, path, headers }: HttpRequest): boolean {
  return (
    !requestSyntax.authority.test(authority) ||
    !requestSyntax.path.test(path) ||
    !(path.startsWith('/') || (path === '*' && method === 'OPTIONS')) ||
    !headers.every(([name, value]) => requestSyntax.token.test(name) && requestSyntax.headerValue.test(value))
  );
}

import type { Outcome } from './decision.js';
import type { HeaderLine } from './headers/header-line.js';
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
  const hasUnderscore = underscores !== 'allow' && headers.some(([name]) => name.includes('_'));
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
  const refuse = (status: number, reason: RefusalReason): ReceivedRequest => ({
    request,
    refusal: { kind: 'refuse', status, reason, location: status === 307 ? request.path : undefined },
  });
  if (!methods.has(sent.method)) return refuse(400, 'method');
  if (isMalformed(sent)) return refuse(400, 'malformed');
  // Another proxy's request: only `OPTIONS *` gets as far as an answer of its own.
  if (!sent.path.startsWith('/')) return refuse(sent.method === 'OPTIONS' && sent.path === '*' ? 404 : 400, 'path');
  if (hasUnderscore && underscores === 'reject') return refuse(400, 'underscore');
  if (sent.method === 'QUERY' && !headers.some(([name]) => name === 'content-type')) return refuse(400, 'content-type');
  if (path.kind === 'reject') return refuse(400, 'path');
  if (path.kind === 'redirect') return refuse(307, 'escaped-slash');
  return { request, refusal: undefined };
}

function isMalformed({ authority, path, headers }: HttpRequest): boolean {
  return (
    !requestSyntax.authority.test(authority) ||
    !requestSyntax.path.test(path) ||
    !headers.every(([name, value]) => requestSyntax.token.test(name) && requestSyntax.headerValue.test(value))
  );
}

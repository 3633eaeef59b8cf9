import type { Origin } from '../../diagnostics/origin.js';
import type { EffectiveDestination, EffectiveHttpRoute, EffectiveRetries } from '../../ir/effective-mesh.js';
import { isRetriedByGrpc } from './grpc-action.js';
import { canTakeCalls } from './grpc-matches.js';
import type { GrpcNote } from './grpc-note.js';

/** Tries that gRPC clients make at most, the first among them. gRFC A6, "maxAttempts". */
const mostAttempts = 5;

/** What gRPC clients leave undone of a route that they can follow. What is a default of ours is not told. */
export function routeLimits(route: EffectiveHttpRoute): readonly GrpcNote[] {
  const { timeout, retries, action, match } = route;
  const unmet = match.anyOf.filter((term) => !canTakeCalls(term)).length;
  const hashing = action.kind === 'redirect' ? [] : action.hashOn;
  return notes(`route "${route.name}"`, [
    [unmet > 0, route.origin, 'has conditions on the query or for methods other than POST: no gRPC call meets them'],
    [isSaid(timeout.idleMs), timeout.idleMs.origin, 'has an idle timeout: gRPC clients know none'],
    ...(retries === undefined ? [] : retryRows(retries)),
    [
      hashing.some(({ kind }) => kind === 'cookie' || kind === 'query'),
      route.origin,
      'picks endpoints by cookie or query: gRPC calls have neither',
    ],
    [
      hashing.some(({ kind }) => kind === 'source-ip'),
      route.origin,
      'picks endpoints by source address: a gRPC client keeps the calls of a channel together instead',
    ],
  ]);
}

type Row = readonly [isTrue: boolean, origin: Origin | undefined, what: string];

function retryRows(retries: EffectiveRetries): readonly Row[] {
  const unheard = retries.on.value.filter((condition) => !isRetriedByGrpc(condition));
  return [
    [
      unheard.length > 0 && isSaid(retries.on),
      retries.on.origin,
      `retries on ${unheard.join(', ')}: gRPC clients retry on gRPC statuses only`,
    ],
    [
      retries.statusCodes.value.length > 0,
      retries.statusCodes.origin,
      'retries on HTTP status codes: gRPC clients retry on gRPC statuses only',
    ],
    [
      retries.attempts.value >= mostAttempts,
      retries.attempts.origin,
      `retries more than ${String(mostAttempts - 1)} times: gRPC clients make ${String(mostAttempts)} tries at most`,
    ],
    [
      retries.perTryTimeoutMs !== undefined,
      retries.perTryTimeoutMs?.origin,
      'limits each try: gRPC clients limit the whole call only',
    ],
  ];
}

/** What gRPC clients leave undone of a destination's policies. */
export function destinationLimits(destination: EffectiveDestination): readonly GrpcNote[] {
  const { circuitBreaker, connectTimeoutMs, loadBalancing, outlierDetection } = destination;
  const { maxRequests: _known, ...unknown } = circuitBreaker;
  const limits = Object.entries(unknown).filter(([, limit]) => isSaid(limit));
  const outliers = Object.values(outlierDetection ?? {});
  return notes(`destination "${destination.name}"`, [
    [isSaid(connectTimeoutMs), connectTimeoutMs.origin, 'has a connect timeout: gRPC clients use 20 s'],
    [
      limits.length > 0,
      limits[0]?.[1].origin,
      `limits ${limits.map(([name]) => name).join(', ')}: gRPC clients know maxRequests only`,
    ],
    [
      outliers.length > 0,
      outliers[0]?.origin,
      'ejects endpoints after errors in a row: gRPC clients know rates of success and failure only, so nothing is ejected',
    ],
    [
      loadBalancing.kind === 'random',
      loadBalancing.origin,
      'balances at random: gRPC clients go round robin, with the same shares',
    ],
    [
      loadBalancing.kind === 'maglev',
      loadBalancing.origin,
      'balances by Maglev: gRPC clients use a hash ring, so a key has another endpoint than with a proxy',
    ],
  ]);
}

function isSaid(field: { readonly origin: Origin } | undefined): boolean {
  return field?.origin.kind === 'user';
}

function notes(of: string, rows: readonly Row[]): readonly GrpcNote[] {
  return rows.flatMap(([isTrue, origin, what]) =>
    isTrue && origin !== undefined ? [{ origin, what: `${of} ${what}` }] : [],
  );
}

import { LRUCache } from 'lru-cache';
import type { Clock } from '../../util/clock.js';
import { contentHash } from '../../util/content-hash.js';
import type { ReviewToken, TokenReview } from './token-review.js';

/** A TokenReview as it is asked for, and what comes of it. Kubernetes: `authentication.k8s.io/v1`. */
export interface TokenReviewObject {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly spec: { readonly token?: string; audiences?: string[] };
  readonly status?: {
    readonly authenticated?: boolean;
    readonly audiences?: readonly string[];
    readonly user?: { readonly username?: string };
  };
}

/** What a reviewer is made of. */
export interface TokenReviewerOptions {
  /** `AuthenticationV1Api` of a client that may create TokenReviews (cluster role `system:auth-delegator`). */
  readonly api: {
    readonly createTokenReview: (request: {
      readonly body: Omit<TokenReviewObject, 'status'>;
    }) => Promise<TokenReviewObject>;
  };
  /** Whom tokens have to be made out to: `audience` of the projected volume, or of the TokenRequest. */
  readonly audience: string;
  readonly clock: Clock;
  /** How long an answer of the API server holds, in ms: an account that is deleted is let in so much longer. @default 10000 */
  readonly cacheMs?: number;
  /** How long to wait for the API server, in ms. @default 5000 */
  readonly timeoutMs?: number;
}

const mostAnswers = 10_000;
const longestToken = 16_384;
/** A JWT in compact form. RFC 7515, 3.1. */
const tokenForm = /^[\w-]+\.[\w-]+\.[\w-]+$/;
const accountForm = /^system:serviceaccount:([^:]+):([^:]+)$/;

/**
 * Asks a Kubernetes API server whom tokens stand for. It checks signature, end, audience, and that account and pod still are
 * there. The same token is asked for once at a time; tokens themselves are not kept.
 * Kubernetes: `authentication.k8s.io/v1` TokenReview.
 */
export function createTokenReviewer(options: TokenReviewerOptions): ReviewToken {
  const { clock, cacheMs = 10_000 } = options;
  const answers = new LRUCache<string, TokenReview>({
    max: mostAnswers,
    ttl: cacheMs,
    ttlResolution: 0,
    perf: { now: clock.monotonic },
  });
  const asked = new Map<string, Promise<TokenReview>>();
  return async (token) => {
    if (token.length > longestToken || !tokenForm.test(token)) return refuse('the token is no JWT');
    const key = contentHash(token);
    const known = answers.get(key);
    if (known !== undefined) return known;
    const running = asked.get(key) ?? review(token, options);
    asked.set(key, running);
    const answer = await running;
    asked.delete(key);
    if (answer.ok || answer.kind === 'refused') answers.set(key, answer);
    return answer;
  };
}

async function review(
  token: string,
  { api, audience, clock, timeoutMs = 5_000 }: TokenReviewerOptions,
): Promise<TokenReview> {
  let stopWaiting = (): void => undefined;
  const tooLate = new Promise<undefined>((resolve) => {
    stopWaiting = clock.after(timeoutMs, () => {
      resolve(undefined);
    });
  });
  try {
    const body = {
      apiVersion: 'authentication.k8s.io/v1',
      kind: 'TokenReview',
      spec: { token, audiences: [audience] },
    };
    const answer = await Promise.race([api.createTokenReview({ body }), tooLate]);
    if (answer === undefined) return unknown('the Kubernetes API server does not answer');
    return read(answer, audience);
  } catch {
    // The client's words may quote the request, and with it the token.
    return unknown('the Kubernetes API server cannot be asked, or forbids it');
  } finally {
    stopWaiting();
  }
}

function read({ status }: TokenReviewObject, audience: string): TokenReview {
  if (status?.authenticated !== true) return refuse('the Kubernetes API server does not accept the token');
  // A server that does not know audiences leaves them out, and would take tokens made out to others.
  if (status.audiences?.includes(audience) !== true) return refuse(`the token is not made out to "${audience}"`);
  const [, namespace, serviceAccount] = accountForm.exec(status.user?.username ?? '') ?? [];
  if (namespace === undefined || serviceAccount === undefined) return refuse('the token is not of a service account');
  return { ok: true, namespace, serviceAccount };
}

function refuse(reason: string): TokenReview {
  return { ok: false, kind: 'refused', reason };
}

function unknown(reason: string): TokenReview {
  return { ok: false, kind: 'unknown', reason };
}

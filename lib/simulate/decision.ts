import type { HeaderLine } from './headers/header-line.js';
import type { HeaderMutations } from './headers/header-mutations.js';
import type { Message } from './headers/message.js';
import type { Rational } from './rational/rational.js';
import type { HashKey } from './route/hash-key.js';
import type { MirrorHost } from './route/mirror-rule.js';
import type { RetryRule } from './route/retry-rule.js';

/** A cluster that a request may go to, and the request as it gets there. */
export interface Destination {
  readonly cluster: string;
  readonly probability: Rational;
  /** Whether there is a cluster of that name; if not, Envoy answers `missingClusterStatus`. */
  readonly isKnown: boolean;
  /**
   * Without what Envoy writes about the connection and the proxy itself: `x-forwarded-for`, `x-forwarded-proto`,
   * `x-request-id`, `x-envoy-external-address`, `x-envoy-internal`.
   */
  readonly request: Message;
  /** What is done to the headers of the answer, in order; `mutateHeaders` applies them. */
  readonly responseMutations: readonly HeaderMutations[];
}

/** What an endpoint is picked by, and what this request has there; undefined where it has nothing. */
export interface HashValue extends HashKey {
  readonly value: string | undefined;
}

/**
 * A cluster that gets a copy of the request as its destination gets it, but for the authority, which `mirrorAuthority`
 * says. There is none of a request that Envoy answers itself.
 */
export interface Mirror {
  readonly cluster: string;
  /** Whether there is a cluster of that name; if not, there is no copy. */
  readonly isKnown: boolean;
  /** That a request is copied; each mirror throws its own dice. */
  readonly probability: Rational;
  readonly host: MirrorHost;
}

/** What happens to a request. */
export type Outcome =
  /** The connection manager answers before any route is looked at. */
  | {
      readonly kind: 'refuse';
      readonly status: number;
      readonly reason: 'method' | 'malformed' | 'path' | 'escaped-slash' | 'underscore' | 'content-type';
      /** Of a redirect to the cleaned path. */
      readonly location: string | undefined;
    }
  | { readonly kind: 'no-route'; readonly status: 404 }
  | {
      readonly kind: 'redirect' | 'direct-response';
      readonly status: number;
      readonly location: string | undefined;
      readonly headers: readonly HeaderLine[];
      readonly body: string;
    }
  | {
      readonly kind: 'forward';
      /** Probabilities sum to 1. */
      readonly destinations: readonly Destination[];
      readonly missingClusterStatus: number;
      readonly requestTimeoutMs: number | 'none';
      readonly idleTimeoutMs: number | 'none';
      readonly retries: RetryRule | undefined;
      readonly hash: readonly HashValue[];
      /** Without those that get no request. */
      readonly mirrors: readonly Mirror[];
    }
  /** The route does something that the simulator does not know. */
  | { readonly kind: 'unknown' };

/** A fault that a request may meet before its outcome; parts that it cannot meet are undefined. */
export interface Fault {
  /** Met only by requests that fall on this cluster; undefined where all do, or where the filter does not ask. */
  readonly onlyTo: string | undefined;
  readonly delay: { readonly durationMs: number; readonly probability: Rational } | undefined;
  readonly abort: { readonly status: number; readonly grpcStatus?: number; readonly probability: Rational } | undefined;
}

/** A filter that a request passed, in order. */
export interface FilterRun {
  readonly name: string;
  readonly effect: 'off' | 'none' | 'fault' | 'route' | 'unknown';
}

/** Everything that decides over a request at one listener. */
export interface Decision {
  /** The request as routes saw it: path and authority cleaned, headers in lower case. */
  readonly request: Message;
  readonly virtualHost: string | undefined;
  /** The route that took the request. */
  readonly route: { readonly name: string; readonly position: number } | undefined;
  /**
   * Whether it is a gRPC request. What Envoy answers it itself (any outcome but `forward`, an abort, a missing cluster)
   * then has the HTTP status 200, and the status said here as a gRPC status: `grpcStatusOf`.
   */
  readonly isGrpc: boolean;
  readonly filters: readonly FilterRun[];
  readonly fault: Fault | undefined;
  readonly outcome: Outcome;
  /**
   * Fields and filters that may change this decision and that the simulator does not know. Empty: the decision is all
   * there is.
   */
  readonly unknown: readonly string[];
}

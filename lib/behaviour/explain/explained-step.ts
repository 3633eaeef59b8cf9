import type { Origin } from '../../diagnostics/origin.js';
import type { FilterRun, HashValue, Mirror, Outcome } from '../../simulate/decision.js';
import type { CloseReason } from '../../simulate/network/request-result.js';
import type { Rational } from '../../simulate/rational/rational.js';

/** One thing that a proxy does with a request, and where the program says so. */
export type ExplainedStep = StepFacts & {
  /** The place in the program; undefined where no part of the program says it, as with a foreign configuration. */
  readonly origin: Origin | undefined;
};

/** A value that holds for a request, and where it was set. */
export interface ExplainedValue {
  readonly name: string;
  /** With its unit. */
  readonly value: string;
  /** Undefined where nothing of the program says it. */
  readonly origin: Origin | undefined;
}

/** Somewhere that a cluster's requests end. Probabilities are of the hop. */
export interface ExplainedEnd {
  readonly kind: 'workload' | 'own-workload' | 'outside' | 'unknown-cluster' | 'no-endpoint';
  /** Workload, or addresses; where there is none the HTTP status, or `closed` for bytes. */
  readonly name: string;
  readonly probability: Rational;
}

/** A text before and after. */
export interface ExplainedChange {
  /** `method`, `authority`, `path`, or `header <name>`. */
  readonly what: string;
  /** Undefined: it was not there. */
  readonly before: string | undefined;
  /** Undefined: it is gone. */
  readonly after: string | undefined;
}

/** What happened, by kind. Names are those of Envoy's configuration. */
export type StepFacts =
  /** The listeners that took the connection, in order, and the filter chain of the last. */
  | {
      readonly kind: 'accepted';
      readonly listeners: readonly string[];
      readonly chain: string;
      readonly speaks: string;
    }
  | { readonly kind: 'closed'; readonly listeners: readonly string[]; readonly reason: CloseReason }
  /** What the connection manager cleaned before anyone looked. */
  | { readonly kind: 'cleaned'; readonly changes: readonly ExplainedChange[] }
  | { readonly kind: 'refused'; readonly outcome: Extract<Outcome, { kind: 'refuse' }> }
  | { readonly kind: 'virtual-host'; readonly name: string; readonly domain: string; readonly authority: string }
  | { readonly kind: 'no-virtual-host'; readonly authority: string }
  /** A route that was tried first and did not take the request. */
  | { readonly kind: 'passed-over'; readonly route: string; readonly reasons: readonly string[] }
  /** Further routes that were passed over: those whose path fits, and those whose path does not. */
  | { readonly kind: 'others-passed-over'; readonly pathFits: number; readonly pathDiffers: number }
  | { readonly kind: 'route'; readonly route: string; readonly condition: string; readonly behind: number }
  | { readonly kind: 'no-route' }
  | { readonly kind: 'filters'; readonly runs: readonly FilterRun[] }
  | {
      readonly kind: 'fault';
      /** Only requests that fall on this cluster. */
      readonly onlyTo: string | undefined;
      readonly delay: { readonly durationMs: number; readonly probability: Rational } | undefined;
      /** `grpcStatus` where the answer is gRPC's: its HTTP status is then 200. */
      readonly abort:
        { readonly status: number; readonly grpcStatus?: number; readonly probability: Rational } | undefined;
    }
  | {
      readonly kind: 'answer';
      readonly by: 'redirect' | 'direct-response';
      readonly status: number;
      readonly location: string | undefined;
      readonly body: string;
    }
  /** The mesh says no, in words. */
  | { readonly kind: 'denial'; readonly text: string; readonly status: number | undefined }
  /** What the request becomes on its way to some clusters; of all where `clusters` is empty. */
  | {
      readonly kind: 'rewrite';
      readonly clusters: readonly string[];
      readonly changes: readonly ExplainedChange[];
      /** Whether the route asks for it, or Envoy writes it (`x-envoy-*`) unasked. */
      readonly by: 'route' | 'envoy';
    }
  /** What is done to the headers of the answer. */
  | { readonly kind: 'answer-headers'; readonly clusters: readonly string[]; readonly changes: readonly string[] }
  | {
      readonly kind: 'destination';
      readonly cluster: string;
      readonly probability: Rational;
      readonly ends: readonly ExplainedEnd[];
    }
  | { readonly kind: 'timeouts'; readonly values: readonly ExplainedValue[] }
  | { readonly kind: 'retries'; readonly values: readonly ExplainedValue[] }
  | { readonly kind: 'hash'; readonly keys: readonly HashValue[] }
  /** A cluster that gets copies, and the authorities that they may have. */
  | { readonly kind: 'mirror'; readonly mirror: Mirror; readonly authorities: readonly string[] }
  /** A cluster that gets copies, and the authorities that they may have. */
  /** What may change this hop's decision and the simulator cannot evaluate. */
  | { readonly kind: 'unknown'; readonly what: readonly string[] };

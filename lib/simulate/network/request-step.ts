import type { Decision } from '../decision.js';
import type { Message } from '../headers/message.js';
import type { AcceptedConnection } from '../proxy/accepted-connection.js';
import type { Rational } from '../rational/rational.js';
import type { Endpoint } from './simulated-network.js';

/** What one proxy on the way does with a request, or with a connection where it does not speak HTTP. */
export interface RequestStep {
  readonly proxy: string;
  readonly accepted: AcceptedConnection;
  /** Undefined where the connection is closed, or not HTTP to this proxy. */
  readonly decision: Decision | undefined;
  /** Where it goes on to; empty where the proxy answers itself or does not know. Probabilities are of this step, and sum to 1. */
  readonly branches: readonly Branch[];
  /** What the simulator does not know of this step, in words. */
  readonly unknown: readonly string[];
}

/** One way on from a proxy. */
export interface Branch {
  readonly cluster: string;
  readonly probability: Rational;
  /** The request as it leaves the proxy; undefined for a connection that is not HTTP to it. */
  readonly request: Message | undefined;
  readonly end: BranchEnd;
}

/** Where a branch gets to. */
export type BranchEnd =
  /** The program itself. */
  | { readonly kind: 'workload'; readonly workload: string; readonly endpoint: Endpoint }
  /** The proxy in front of a program. */
  | { readonly kind: 'proxy'; readonly workload: string; readonly endpoint: Endpoint; readonly step: RequestStep }
  /** An address that nobody of the network has. */
  | { readonly kind: 'outside'; readonly endpoints: readonly Endpoint[] }
  | { readonly kind: 'nowhere'; readonly reason: 'unknown-cluster' | 'no-endpoint'; readonly status: number };

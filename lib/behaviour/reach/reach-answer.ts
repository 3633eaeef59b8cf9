import type { ReachEdge } from './reach-edge.js';
import type { RequestLimits } from './request-limits.js';

/** Who can reach a service, or what a service or gateway can reach. */
export interface ReachAnswer {
  /** Of this form; a field that goes or changes its meaning makes another number. */
  readonly version: 1;
  readonly question: 'who-can-reach' | 'reach';
  /** The service or gateway that was asked about. */
  readonly about: string;
  /** Of the last request of a chain; undefined where all count. */
  readonly limits: RequestLimits | undefined;
  /** Those found, the nearest first, then by name. */
  readonly found: readonly ReachFound[];
  /** Services and gateways of the mesh that are not among them, sorted. */
  readonly others: readonly string[];
}

/** One that reaches, or is reached. */
export interface ReachFound {
  readonly name: string;
  readonly kind: 'service' | 'gateway' | 'external-service';
  /** From the sender to the callee, both included: two names where nobody is between. A shortest one of all chains. */
  readonly chain: readonly string[];
  /** The steps of the chain. */
  readonly edges: readonly ReachEdge[];
}

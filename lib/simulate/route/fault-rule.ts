import type { HeaderCondition } from '../match/header-condition.js';
import type { Rational } from '../rational/rational.js';

/** What a fault filter does to the requests that it looks at. Envoy: `extensions.filters.http.fault.v3.HTTPFault`. */
export interface FaultRule {
  /** Fields that the simulator does not know. */
  readonly unknown: readonly string[];
  readonly headers: readonly HeaderCondition[];
  /** Only requests to this cluster. */
  readonly cluster: string | undefined;
  readonly delay: { readonly durationMs: number; readonly probability: Rational } | undefined;
  readonly abort: { readonly status: number; readonly grpcStatus?: number; readonly probability: Rational } | undefined;
}

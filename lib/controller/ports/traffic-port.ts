import type { Audience } from '../../rollout/decide/exposure.js';
import type { ProxiesObserved } from '../../rollout/observation/observation.js';
import type { RolloutPlan } from '../../rollout/plan/rollout-plan.js';

/** A share with its number. The number is the fencing token too: it rises with every push, also from one controller to the next. */
export interface PushedShare {
  readonly epoch: number;
  /** Share of the audience's requests for the canary, 0 to 1. */
  readonly weight: number;
  /** Share of requests of which the canary gets a copy, 0 to 1. */
  readonly mirror: number;
  readonly audience: Audience;
}

/** What came of a push. */
export type PushOutcome =
  /** It was handed over; whether proxies hold it shows in `standing`. */
  | { readonly kind: 'done' }
  /** A higher number was handed over before: who asks is not the one who decides any more. */
  | { readonly kind: 'stale'; readonly epoch: number }
  /** Nobody knows whether it was handed over. It is asked for again. */
  | { readonly kind: 'failed'; readonly reason: string };

/** Who divides requests between the sides: our xDS server, or an object in Kubernetes that another mesh reads. Calls never reject. */
export interface TrafficPort {
  /** Hands a share over; safe to repeat. */
  readonly push: (plan: RolloutPlan, share: PushedShare) => Promise<PushOutcome>;
  /** How proxies stand with what was handed over last; `unknown` where nobody can say. A port that has forgotten says epoch 0. */
  readonly standing: (plan: RolloutPlan) => Promise<ProxiesObserved>;
  /** Calls back when a standing may have changed, so that acceptance is seen at once. Ends with the returned function. */
  readonly watch: (listener: () => void) => () => void;
}

import type { Audience } from '../../rollout/decide/exposure.js';

/** What comes to the canary of a service's rollout: a version, other policies, or another configuration. */
export interface ArmShare {
  /** Name of the rollout. */
  readonly rollout: string;
  /** Of what is tried where it is no version: policies, or a configuration. What has another one gets nothing. */
  readonly revision?: string;
  /** Names of versions; both are absent where it is none. */
  readonly stable?: string;
  readonly canary?: string;
  /** Of the audience's requests that would else go to the stable side, 0 to 1; steps of a millionth count. */
  readonly share: number;
  /** Of the requests to either version, how many are copied to the canary, 0 to 1; steps of a millionth count. */
  readonly mirror: number;
  /** Whose requests it gets; of those that nobody's match takes it gets none at `matching`. */
  readonly audience: Audience;
}

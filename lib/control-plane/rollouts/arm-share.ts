import type { Audience } from '../../rollout/decide/exposure.js';

/** What comes to the canary of a service's rollout: a version, or other policies. */
export interface ArmShare {
  /** Name of the rollout. */
  readonly rollout: string;
  /** Names of versions; both are absent where other policies are rolled out. */
  readonly stable?: string;
  readonly canary?: string;
  /** Of the audience's requests that would else go to the stable side, 0 to 1; steps of a millionth count. */
  readonly share: number;
  /** Of the requests to either version, how many are copied to the canary, 0 to 1; steps of a millionth count. */
  readonly mirror: number;
  /** Whose requests it gets; of those that nobody's match takes it gets none at `matching`. */
  readonly audience: Audience;
}

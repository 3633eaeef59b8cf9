import type { Audience } from './exposure.js';

/** What is to be done. Each is safe to do again, and is done again after a restart until it is observed. */
export type Effect =
  /** The canary's share by its number: a push with a lower number than one that was carried out is refused by the one who carries it out. */
  | {
      readonly kind: 'push-weight';
      readonly epoch: number;
      /** Share of the audience's requests, 0 to 1; others stay at the stable side. */
      readonly weight: number;
      /** Share of requests of which a copy is sent, 0 to 1. */
      readonly mirror: number;
      readonly audience: Audience;
    }
  /**
   * How much of a side has to be running, at the least; 1: enough for all traffic; 0: nothing. Sides are those of the state's plan, also
   * after the canary was adopted: `stable` is the version that was stable when the rollout began.
   */
  | { readonly kind: 'scale'; readonly side: 'canary' | 'stable'; readonly capacity: number }
  /** The canary is the stable side from now on. Comes last: the only way back is another rollout. */
  | { readonly kind: 'adopt-canary'; readonly revision: string }
  /** Somebody should know. Its code is that of the reason. */
  | {
      readonly kind: 'notify';
      readonly severity: 'info' | 'warning' | 'error';
      readonly code: string;
      readonly sentence: string;
    };

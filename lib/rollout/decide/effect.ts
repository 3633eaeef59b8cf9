/** What is to be done. Each is safe to do again, and is done again after a restart until it is observed. */
export type Effect =
  /** The canary's share by its number: a push with a lower number than one that was carried out is refused by the one who carries it out. */
  | { readonly kind: 'push-weight'; readonly epoch: number; readonly weight: number; readonly mirror: number }
  /** How much of a side has to be running; 1: enough for all traffic. */
  | { readonly kind: 'scale'; readonly side: 'canary' | 'stable'; readonly capacity: number }
  /** The canary is the stable side from now on. */
  | { readonly kind: 'adopt-canary' }
  /** Somebody should know. */
  | {
      readonly kind: 'notify';
      readonly severity: 'info' | 'warning' | 'error';
      readonly code: string;
      readonly sentence: string;
    };

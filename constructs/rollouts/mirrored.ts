import type { Strategy } from '../../lib/ir/rollout/strategy.js';

/** How much is copied. */
export interface MirroredProps {
  /** Percent of the service's requests that the canary gets a copy of, over 0 to 100. @default 100 */
  readonly share?: number;
}

/**
 * Sends the canary copies of requests and throws its answers away, until it is promoted. Only for services that may get a request twice:
 * the canary really does what the copy asks for.
 */
export function mirrored({ share = 100 }: MirroredProps = {}): Strategy {
  return { kind: 'mirror', share: share / 100 };
}

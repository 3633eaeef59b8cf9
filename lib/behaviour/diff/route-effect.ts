import type { DestinationShare } from './destination-share.js';
import type { RouteAspect } from './route-aspect.js';

/** Everything that a route does to the requests that it takes, whatever it is called and wherever it stands. */
export interface RouteEffect {
  readonly kind: 'forward' | 'redirect' | 'answer' | 'no-route' | 'unknown';
  /** Who gets the requests; empty where the proxy answers itself. */
  readonly shares: readonly DestinationShare[];
  /** Status of the proxy's own answer. */
  readonly status: number | undefined;
  /** What happens first, in words. */
  readonly decision: string;
  /** Everything that it does; names are unique. */
  readonly aspects: readonly RouteAspect[];
  /** All aspects in one text: two effects are the same exactly where it is. */
  readonly text: string;
}

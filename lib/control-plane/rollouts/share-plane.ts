import type { ArmShares } from './create-route-shares.js';
import type { RouteStanding } from './route-standing.js';

/** What carries shares to proxies: a live mesh, or the server of `meshwright up`. */
export interface SharePlane {
  /** Says what share of each service's requests the canary of its rollout gets; a service that is not named gives it none. Only callers hear of it. */
  readonly setShares: (shares: ArmShares) => void;
  /** How the nodes that call any of these services stand with their routes. */
  readonly standingOf: (services: ReadonlySet<string>) => RouteStanding;
  /** Calls back after each change of the above. Ends with the returned function. */
  readonly watch: (listener: () => void) => () => void;
}

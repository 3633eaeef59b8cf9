import type { RE2JS } from 're2js';
import type { CookieCondition } from './cookie-condition.js';
import type { HeaderCondition } from './header-condition.js';
import type { QueryCondition } from './query-condition.js';

/** A condition on the path, which is compared without the query. */
export type PathCondition =
  | {
      readonly kind: 'exact' | 'prefix' | 'separated-prefix';
      /** In lower case where case is ignored. */
      readonly value: string;
      readonly ignoreCase: boolean;
    }
  | { readonly kind: 'regex'; readonly source: string; readonly regex: RE2JS }
  /** A kind that the simulator does not know; it takes nothing. */
  | { readonly kind: 'unknown' };

/** All that a request has to meet for a route. Envoy: `config.route.v3.RouteMatch`. */
export interface RouteCondition {
  readonly path: PathCondition;
  readonly headers: readonly HeaderCondition[];
  readonly query: readonly QueryCondition[];
  readonly cookies: readonly CookieCondition[];
  readonly isGrpc: boolean;
  /** Whether the route may be taken at all; false for a runtime fraction of 0. */
  readonly isEnabled: boolean;
}

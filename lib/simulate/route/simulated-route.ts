import type { HeaderMutations } from '../headers/header-mutations.js';
import type { RouteCondition } from '../match/route-condition.js';
import type { FilterOverride } from './filter-override.js';
import type { RouteAction } from './route-action.js';

/** A route in canonical form: everything that its virtual host and route configuration say of it is in it. */
export interface SimulatedRoute {
  readonly name: string;
  readonly virtualHost: string;
  /** Place in the virtual host, from 0; of two routes that take a request the first wins. */
  readonly position: number;
  readonly condition: RouteCondition;
  readonly action: RouteAction;
  /** In the order in which Envoy applies them. */
  readonly requestMutations: readonly HeaderMutations[];
  readonly responseMutations: readonly HeaderMutations[];
  readonly filters: ReadonlyMap<string, FilterOverride>;
  /** Fields that may keep this route from taking a request, and that the simulator cannot evaluate. */
  readonly unknownConditions: readonly string[];
  /** Fields of the route, its virtual host and its configuration that may change what happens on it. */
  readonly unknown: readonly string[];
}

import type { Origin } from '../../diagnostics/origin.js';
import type { HeaderLine } from '../../simulate/headers/header-line.js';
import type { Rational } from '../../simulate/rational/rational.js';

/** That requests or connections of one proxy can end at a callee, and by which routes. */
export interface ReachEdge {
  readonly from: string;
  readonly to: string;
  /** At least one; in the order of the configuration. */
  readonly ways: readonly ReachWay[];
}

/** A route by which a callee is reached. A route that no request takes is none. */
export interface ReachWay {
  readonly kind: 'http' | 'tcp';
  readonly route: string;
  readonly origin: Origin | undefined;
  /** Hosts that the route is for: names, wildcards, or `*`; of connections none. */
  readonly hosts: readonly string[];
  /** Port that is dialled. */
  readonly port: number;
  /** What the route asks of a request, in words. */
  readonly condition: string;
  /** Share of the route's requests that end at the callee; undefined where it is not decided. */
  readonly probability: Rational | undefined;
  /** A request that goes this way, as `meshwright explain` takes it; undefined where none was found. */
  readonly witness: ReachWitness | undefined;
  /** Why it is not decided whether the route can be taken, or where it leads; undefined where it is. */
  readonly undecided: string | undefined;
}

/** A request that shows that a callee is reached: the simulator followed it there. */
export interface ReachWitness {
  /** Undefined for a connection of bytes. */
  readonly method: string | undefined;
  readonly url: string;
  readonly headers: readonly HeaderLine[];
}

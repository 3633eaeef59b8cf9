/** How many requests there are, in any unit that is the same for all. */
export interface TrafficWeights {
  /** Requests by caller and callee: `web->reviews`; of a gateway by its name alone: `ingress`. */
  readonly edges: Readonly<Record<string, number>>;
  /** Share, 0 to 1, of its edge's requests that a route takes, by the route's name, for example `reviews/http/jason`. */
  readonly routes: Readonly<Record<string, number>>;
}

/** How the destinations of routes are found on the wire; environments and callees differ in it, routes do not. */
export interface RouteTargets {
  /** Name of the cluster of a destination. */
  readonly cluster: (destination: string) => string;
  /** `Host` that the destination has to be asked by; undefined keeps the caller's. */
  readonly host: (destination: string) => string | undefined;
}

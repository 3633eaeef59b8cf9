/** Which instances a cluster means. */
export interface EndpointTarget {
  /** Name of the cluster. */
  readonly cluster: string;
  readonly service: string;
  /** Absent: all versions, and instances of none. */
  readonly version?: string;
  /** Name of the service's port. */
  readonly port: string;
}

/** One running instance of a service, as the registry tells it. */
export interface MeshInstance {
  /** The service that it is one of. */
  readonly service: string;
  /** Unique in its service. */
  readonly id: string;
  /** IPv4 or IPv6 address. */
  readonly address: string;
  /** By name of the service's port. */
  readonly ports: Readonly<Record<string, number>>;
  /** The service's version that it runs; absent: none of them. */
  readonly version?: string;
  /** Where it runs; absent: nobody has said. */
  readonly region?: string;
  /** Part of the region; absent: nobody has said. */
  readonly zone?: string;
  /** Share of requests against its siblings, 1 to 10,000. */
  readonly weight: number;
  /** What its owner notes beside it. */
  readonly metadata: Readonly<Record<string, string>>;
  /** Only `healthy` ones are given requests. */
  readonly status: 'healthy' | 'unhealthy' | 'draining';
}

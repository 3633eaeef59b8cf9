/** One running instance of a service, as the registry tells it. */
export interface MeshInstance {
  readonly service: string;
  /** Unique in its service. */
  readonly id: string;
  /** IPv4 or IPv6 address. */
  readonly address: string;
  /** By name of the service's port. */
  readonly ports: Readonly<Record<string, number>>;
  readonly version?: string;
  readonly region?: string;
  readonly zone?: string;
  /** Share of requests against its siblings, 1 to 10,000. */
  readonly weight: number;
  readonly metadata: Readonly<Record<string, string>>;
  /** Only `healthy` ones are given requests. */
  readonly status: 'healthy' | 'unhealthy' | 'draining';
}

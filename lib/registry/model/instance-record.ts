import type { HealthCheck } from './health-check.js';

/** `draining`: it finishes what it has and is given nothing new. Only `healthy` instances take new requests. */
export type InstanceStatus = 'healthy' | 'unhealthy' | 'draining';

/** What names an instance. */
export interface InstanceKey {
  readonly service: string;
  /** Unique in its service: letters, digits, `.`, `_`, `-`; 1 to 128 characters. */
  readonly id: string;
}

/** One running instance of a service, as its owner describes it. */
export interface InstanceDescription extends InstanceKey {
  /** IPv4 or IPv6 address, in canonical form. */
  readonly address: string;
  /** At least one; 1 to 65535, by name of the service's port. */
  readonly ports: Readonly<Record<string, number>>;
  /** The service's version that it runs. Absent: none of them; it then counts for the service only. */
  readonly version?: string;
  readonly region?: string;
  readonly zone?: string;
  /** Share of requests against its siblings, 1 to 10,000. */
  readonly weight: number;
  readonly metadata: Readonly<Record<string, string>>;
  /** It is removed when nobody has renewed it for so long, 1,000 to 86,400,000. Absent: it stays until it is removed. */
  readonly ttlMs?: number;
  readonly healthCheck?: HealthCheck;
}

/** An instance as the registry holds it. */
export interface InstanceRecord extends InstanceDescription {
  readonly status: InstanceStatus;
  /** Of one that drains: when it is to be removed, wall clock of who drained it, ms since the epoch. Absent: it stays. */
  readonly removeAt?: number;
  /** Changes with each write but a renewal, and is never used again for this key. Opaque text. */
  readonly revision: string;
}

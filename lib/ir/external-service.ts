import type { Origin } from '../diagnostics/origin.js';
import type { DestinationPolicies } from './policies/policies.js';
import type { Port } from './port.js';

/** A service outside the mesh that services of the mesh may call. */
export interface ExternalService {
  /** Unique in the mesh; a DNS label. */
  readonly name: string;
  readonly origin: Origin;
  /** DNS names that callers use; at least one, no wildcard; sorted. Requests are sent to the name that the caller used, or to `endpoints`. */
  readonly hosts: readonly string[];
  /** `number` is what callers use, `targetPort` what the service listens on. At least one; sorted by name. */
  readonly ports: readonly Port[];
  /** Set: the proxy speaks TLS to the service, so that callers speak plain HTTP or TCP. */
  readonly tls?: ExternalTls;
  /** Fixed addresses; empty: the hosts are resolved by DNS. Sorted. */
  readonly endpoints: readonly ExternalEndpoint[];
  /** Mean time in ms that it takes to answer, whatever the load; absent: nobody knows. */
  readonly responseTimeMs?: number;
  readonly policies: DestinationPolicies;
}

/** TLS from the proxy to an external service. The server's certificate is always verified. */
export interface ExternalTls {
  /** Name sent as SNI and looked for in the certificate; absent: the first host. */
  readonly serverName?: string;
  /** PEM file with the trusted roots, as the proxy sees it; absent: the system's. */
  readonly caFile?: string;
}

/** A fixed address of an external service. */
export interface ExternalEndpoint {
  /** IP address or DNS name. */
  readonly address: string;
  /** Absent: the port's `targetPort`. */
  readonly port?: number;
}

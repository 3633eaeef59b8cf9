import type { Duration } from 'cdk8s';
import type { Construct } from 'constructs';
import type {
  ExternalEndpoint,
  ExternalService as ExternalServiceIr,
  ExternalTls,
} from '../lib/ir/external-service.js';
import { compareText } from '../lib/util/compare-text.js';
import { sortBy } from '../lib/util/sort-by.js';
import { lowerDuration } from './internal/lower-duration.js';
import { MeshElement } from './internal/mesh-element.js';
import { lowerDestinationPolicies, type DestinationPolicyProps } from './policies/destination-policies.js';
import {
  lowerPorts,
  protocolOf,
  type CheckedPorts,
  type PortsInput,
  type ProtocolOf,
  type SpeaksHttp,
  type SpeaksTcp,
} from './ports.js';
import type { ExternalServiceReference, PortReference } from './references.js';

/** A service outside the mesh: what it is called, how it is reached. */
export interface ExternalServiceProps<Ports extends PortsInput> extends DestinationPolicyProps {
  /** DNS names that callers use; at least one, without wildcards. */
  readonly hosts: readonly [string, ...string[]];
  /** Ports by name; `port` is what callers use, `targetPort` what the service listens on. */
  readonly ports: Ports & CheckedPorts<Ports>;
  /**
   * Lets the proxy speak TLS to the service, while callers speak plain HTTP or TCP to the proxy. The server's
   * certificate is always verified.
   *
   * @default - the proxy passes on what callers send
   */
  readonly tls?: boolean | ExternalTlsProps;
  /**
   * Fixed addresses: IP addresses or DNS names, with a port of their own where it differs.
   *
   * @default - the hosts are resolved by DNS
   */
  readonly endpoints?: readonly (string | ExternalEndpoint)[];
  /** Mean time that it takes to answer, for estimates. @default - not known */
  readonly responseTime?: Duration;
}

/** TLS from the proxy to an external service. */
export interface ExternalTlsProps {
  /** Name sent as SNI and looked for in the certificate. @default - the first host */
  readonly serverName?: string;
  /** PEM file with the trusted roots, as the proxy sees it. @default - the system's roots */
  readonly caFile?: string;
}

/**
 * A service outside the mesh that services of the mesh can declare as a callee. Nothing else outside can be reached.
 *
 * @example
 * const books = new ExternalService(mesh, 'google-apis', {
 *   hosts: ['www.googleapis.com'],
 *   ports: { http: { port: 80, protocol: 'http', targetPort: 443 } },
 *   tls: true,
 * });
 */
export class ExternalService<const Name extends string = string, const Ports extends PortsInput = PortsInput>
  extends MeshElement
  implements ExternalServiceReference<Name, SpeaksHttp<Ports>, SpeaksTcp<Ports>>
{
  /** Tells the elements of a mesh apart. */
  readonly kind = 'external-service';
  /** The name that the mesh's own rules and diagnostics use. */
  readonly name: Name;
  /** Whether it has a port that speaks HTTP or gRPC. */
  readonly speaksHttp: SpeaksHttp<Ports>;
  /** Whether it has a port that speaks plain TCP. */
  readonly speaksTcp: SpeaksTcp<Ports>;

  private readonly props: ExternalServiceProps<Ports>;

  /**
   * @param scope the mesh, or a construct in it
   * @param id name of the service: a DNS label, unique in the mesh
   */
  constructor(scope: Construct, id: Name, props: ExternalServiceProps<Ports>) {
    super(scope, id);
    this.name = id;
    this.props = props;
    const protocols = lowerPorts(props.ports).map(({ protocol }) => protocol);
    // The types compute from Ports what is computed here from its value.
    this.speaksHttp = protocols.some((protocol) => protocol !== 'tcp') as typeof this.speaksHttp;
    this.speaksTcp = protocols.includes('tcp') as typeof this.speaksTcp;
  }

  /** One of the ports, as a place to send requests to. */
  port<PortName extends keyof Ports & string>(name: PortName): PortReference<this, ProtocolOf<Ports, PortName>> {
    return { kind: 'port-reference', target: this, port: name, protocol: protocolOf(this.props.ports, name) };
  }

  /**
   * Reads the external service as declared.
   *
   * @internal
   */
  lower(): ExternalServiceIr {
    const { props, origin } = this;
    return {
      name: this.name,
      origin,
      hosts: [...props.hosts].sort(compareText),
      ports: lowerPorts(props.ports),
      endpoints: sortBy((props.endpoints ?? []).map(lowerEndpoint), ({ address, port }) => `${address} ${port ?? ''}`),
      policies: lowerDestinationPolicies(props, origin),
      ...lowerTls(props.tls, props.hosts[0]),
      ...(props.responseTime === undefined ? {} : { responseTimeMs: lowerDuration(props.responseTime) }),
    };
  }
}

function lowerEndpoint(endpoint: string | ExternalEndpoint): ExternalEndpoint {
  return typeof endpoint === 'string' ? { address: endpoint } : endpoint;
}

function lowerTls(tls: boolean | ExternalTlsProps | undefined, firstHost: string): { tls?: ExternalTls } {
  if (tls === undefined || tls === false) return {};
  // Hosts are sorted in the IR; the name to verify is the one that the user put first.
  return { tls: tls === true ? { serverName: firstHost } : { serverName: firstHost, ...tls } };
}

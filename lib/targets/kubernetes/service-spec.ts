import type { PortProtocol } from '../../ir/port.js';
import type { JsonObject } from './kubernetes-manifest.js';

/** What Services differ in. */
export interface ServiceSpecInput {
  readonly selector: Readonly<Record<string, string>>;
  readonly ports: readonly ServicePortInput[];
  /** `headless`: the DNS name gives the addresses of the pods. @default 'ClusterIP' */
  readonly type?: 'ClusterIP' | 'NodePort' | 'LoadBalancer' | 'headless';
  /** Absent: Kubernetes chooses. */
  readonly clusterIp?: string;
}

/** A port of a Service. */
export interface ServicePortInput {
  readonly name: string;
  readonly number: number;
  readonly targetPort: number;
  /** Absent: not told. */
  readonly protocol?: PortProtocol;
}

/**
 * The protocol names that Kubernetes defines or takes from IANA. gRPC has none, and `kubernetes.io/h2c` is what is
 * true of it and what gateways in front of the mesh act on; plain TCP needs none.
 */
const appProtocols = {
  http: 'http',
  http2: 'kubernetes.io/h2c',
  grpc: 'kubernetes.io/h2c',
  tcp: undefined,
} as const satisfies Record<PortProtocol, string | undefined>;

/** Makes the spec of a Service. */
export function serviceSpec({ selector, ports, type = 'ClusterIP', clusterIp }: ServiceSpecInput): JsonObject {
  return {
    type: type === 'headless' ? 'ClusterIP' : type,
    selector,
    ports: ports.map(servicePort),
    // Pods that are not ready stay out of DNS, so proxies send them nothing.
    ...(type === 'headless' ? { clusterIP: 'None', publishNotReadyAddresses: false } : {}),
    ...(clusterIp === undefined ? {} : { clusterIP: clusterIp }),
  };
}

function servicePort({ name, number, targetPort, protocol }: ServicePortInput): JsonObject {
  const appProtocol = protocol === undefined ? undefined : appProtocols[protocol];
  return {
    name,
    protocol: 'TCP',
    port: number,
    targetPort,
    ...(appProtocol === undefined ? {} : { appProtocol }),
  };
}

/** Where proxies run: it decides addresses, never routing. */
export type Environment = KubernetesEnvironment | CapturedEnvironment | LocalEnvironment | ServedEnvironment;

/** Pods whose traffic is redirected into the sidecar; endpoints by DNS of headless Services. */
export interface KubernetesEnvironment {
  readonly kind: 'kubernetes';
  /** Folder where the proxy sees its files. */
  readonly configDirectory: string;
}

/** The same pods, whose proxies ask a server; it knows the endpoints, which are no part of what is emitted. Bootstraps name no server. */
export interface CapturedEnvironment {
  readonly kind: 'captured';
}

/**
 * One machine: every listener has a loopback port of its own, and each proxy asks a server that knows the endpoints, which are
 * no part of what is emitted. All addresses are `127.0.0.1`. Bootstraps name no server.
 */
export interface LocalEnvironment {
  readonly kind: 'local';
  /** Instances by name: `<service>/<version>` or the gateway's name. */
  readonly instances: Readonly<Record<string, LocalInstance>>;
}

/** The ports of one proxy and its workload on this machine. */
export interface LocalInstance {
  readonly kind: 'service' | 'gateway';
  /** Service or gateway. */
  readonly owner: string;
  /** Absent for gateways. */
  readonly version?: string;
  readonly adminPort: number;
  /** Proxy's listening port, by port name of the service or gateway. */
  readonly inboundPorts: Readonly<Record<string, number>>;
  /** Workload's listening port, by port name. Empty for gateways. */
  readonly workloadPorts: Readonly<Record<string, number>>;
  /** Proxy's port for a callee, by `<callee>/<port>`. */
  readonly outboundPorts: Readonly<Record<string, number>>;
}

/**
 * Proxies anywhere that ask a server for their configuration: one for each version of a service, whose instances share it,
 * and one for each gateway. Gateways listen on the ports that they declare. Endpoints come from the server too, from
 * what it knows at that moment, and are no part of what is emitted. Bootstraps name neither node nor server.
 */
export interface ServedEnvironment {
  readonly kind: 'served';
  /** Address that gateways and the inbound side of sidecars listen on; what workloads dial is on loopback. */
  readonly inboundAddress: string;
  /** Proxy's listening port by `<service>/<version>` and port name. */
  readonly inboundPorts: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** Proxy's port for a callee, by `<service>/<version>`, then `<callee>/<port>`. */
  readonly outboundPorts: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

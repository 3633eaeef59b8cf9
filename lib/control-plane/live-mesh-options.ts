import type { ServerCredentials } from '@grpc/grpc-js';
import type { Codec } from 'envoy-config-types/codec';
import type { IdentityProvider } from '../identity/identity-provider.js';
import type { Registry } from '../registry/registry.js';
import type { Clock } from '../util/clock.js';
import type { Admit } from '../xds/admission.js';
import type { XdsEvent } from '../xds/server/xds-event.js';
import type { GrpcCertificateFiles } from './grpc/grpc-bootstrap.js';
import type { MutualTlsOptions } from './mutual-tls/create-mutual-tls.js';
import type { PortRange } from './plan-served-ports.js';
import type { SecureServerOptions } from './secure-server.js';
import type { SidecarTraffic } from './sidecar-traffic.js';
import type { NodeProof } from './served-bootstrap.js';

/** What a live mesh is made of. */
export interface LiveMeshOptions {
  readonly registry: Registry;
  readonly codec: Codec;
  readonly clock: Clock;
  readonly xds: LiveXdsOptions;
  /** How the connections of workloads get into their sidecars. @default 'loopback' */
  readonly traffic?: SidecarTraffic;
  /** Address that gateways and the inbound side of sidecars listen on. @default '0.0.0.0' */
  readonly inboundAddress?: string;
  /** @default 20000 to 29999 */
  readonly sidecarPorts?: PortRange;
  /**
   * How long, after the first mesh came, callers of a service in a rollout wait until somebody has told its share; ms, 0 or more. Proxies go on with
   * what they hold meanwhile; then the canary gets nothing.
   *
   * @default 0
   */
  readonly awaitSharesMs?: number;
  /** Mutual TLS between the proxies of the mesh, with identities of a provider. @default - everybody speaks in the clear */
  readonly security?: LiveSecurity;
}

/** How proxies prove to each other who they are. */
export interface LiveSecurity {
  readonly identities: Pick<IdentityProvider, 'follow'>;
  readonly mutualTls: Pick<MutualTlsOptions, 'inbound' | 'outbound'>;
  /**
   * Absolute path of a SPIRE agent's socket on the machines of Envoys: they have their identities from there, and `identities`
   * has the server's alone. @default - all identities come from `identities`, by way of the server
   */
  readonly agentSocketPath?: string;
  /** TLS between nodes and the server, in place of `xds.credentials` and `xds.admit`. @default - these count */
  readonly server?: LiveServerSecurity;
}

/** How nodes and the server prove to each other who they are. */
export interface LiveServerSecurity {
  /** How a node proves who it is, beside a client certificate of its owner; asked in order. */
  readonly ways: SecureServerOptions['ways'];
  /** What Envoys prove it with, as their bootstraps name it. */
  readonly proof: NodeProof;
  /** @default - gRPC clients are served as all nodes are, and get no bootstrap: most cannot do what it takes */
  readonly grpc?: LiveGrpc;
}

/** A server for gRPC clients on this machine: in the clear, without a proof, for what they are given holds no keys. */
export interface LiveGrpc {
  /** 0: a free one. */
  readonly port: number;
  /** Where the clients have certificates, to speak mutual TLS with callees. @default - they call in the clear */
  readonly certificates?: GrpcCertificateFiles;
}

/** How the server of a live mesh is to be. */
export interface LiveXdsOptions {
  /** Where it listens, as `host:port`; port 0 takes a free one. */
  readonly address: string;
  /** Host by which proxies reach it; stands in their bootstraps. */
  readonly advertisedHost: string;
  /** @default - without TLS */
  readonly credentials?: ServerCredentials;
  /** @default - every node whose id is well formed, to the group in its id */
  readonly admit?: Admit;
  /** @default 10000 */
  readonly maxStreams?: number;
  /** Told of what happens, after the live mesh itself. It must not throw. */
  readonly onEvent?: (event: XdsEvent) => void;
}

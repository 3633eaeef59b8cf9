import type { SidecarTraffic } from '../../control-plane/sidecar-traffic.js';
import type { ProgramOptions } from '../load-from-argument.js';

/** What sidecars let in: nothing but mutual TLS, or who speaks no TLS too while a mesh changes over. */
export const mutualTlsModes = ['strict', 'permissive'] as const;

/** One of `mutualTlsModes`. */
export type MutualTlsMode = (typeof mutualTlsModes)[number];

/** What `meshwright serve` takes. Numbers as they were typed. */
export interface ServeOptions extends Pick<ProgramOptions, 'quiet' | 'typeCheck'> {
  /** Folder of all that has to outlive the process. */
  readonly data: string;
  /** IP address that the xDS server and DNS listen on. */
  readonly address: string;
  /** IP address that the mesh API listens on. */
  readonly apiAddress: string;
  /** PEM files of the mesh API's certificate and of its key; both or none. @default - it speaks in the clear */
  readonly apiCertificate?: string;
  readonly apiKey?: string;
  /** File of the audit log. @default - with the log */
  readonly auditLog?: string;
  /** Whether what speaks in the clear may listen elsewhere than on loopback. @default false */
  readonly insecure?: boolean;
  /** Host by which proxies reach this server. @default - the address; the machine's name where that is any address */
  readonly advertise?: string;
  readonly xdsPort: string;
  readonly apiPort: string;
  /** @default - DNS is not answered */
  readonly dnsPort?: string;
  /** IP address that gateways and the inbound side of sidecars listen on, wherever they run. */
  readonly proxyAddress: string;
  /** Ports that sidecars may take, as `<from>-<to>`. */
  readonly proxyPorts: string;
  /** How the connections of workloads get into their sidecars. */
  readonly traffic: SidecarTraffic;
  /** Backends of the registry, the first with the most to say. */
  readonly registry: readonly string[];
  /** Mutual TLS between the proxies of the mesh. @default - everybody speaks in the clear */
  readonly mtls?: MutualTlsMode;
  /** Who issues identities: `authority`, `files:<folder>`, `spire:<socket>`. @default 'authority' */
  readonly identity?: string;
  /** Folder of the certificate authority's keys as plain files. @default - sealed in the data folder */
  readonly caFiles?: string;
  /** Secret and ConfigMap of a Kubernetes for the sealed keys and the roots, as `<namespace>/<name>`. @default - sealed in the data folder */
  readonly caKubernetes?: string;
  /** Life of a certificate, in seconds. */
  readonly certificateTtl: string;
  /** How nodes may prove who they are, beside certificates and tokens of the mesh API: `kubernetes[:<audience>]`. @default - in no other way */
  readonly admit?: string;
  /**
   * What nodes prove with who they are: `token:<file>` or `certificate:<folder>`, on their machines, or `svid` of their SPIRE agent.
   * @default - with `spire` as identity `svid`, else a token
   */
  readonly nodeProof?: string;
  /** Port of a server for gRPC clients on this machine, beside that with TLS. @default - with `mtls` gRPC clients are not served */
  readonly grpcXdsPort?: string;
  /** Folder of `tls.crt`, `tls.key` and `ca.crt` on the machines of gRPC clients. @default - with `mtls` too they call in the clear */
  readonly grpcCertificates?: string;
  /** Which of the program's meshes to serve. @default - the only one */
  readonly mesh?: string;
}

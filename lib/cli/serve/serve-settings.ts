import { isIP } from 'node:net';
import { hostname } from 'node:os';
import { posix, resolve } from 'node:path';
import type { LiveGrpc } from '../../control-plane/live-mesh-options.js';
import type { PortRange } from '../../control-plane/plan-served-ports.js';
import type { SidecarTraffic } from '../../control-plane/sidecar-traffic.js';
import type { NodeProof } from '../../control-plane/served-bootstrap.js';
import type { Io } from '../io.js';
import { parseNumber } from '../parse-number.js';
import { UsageError } from '../usage-error.js';
import type { ApiTlsFiles } from './api-tls.js';
import { identitySource, type IdentitySource } from './identity-source.js';
import { nodeProof } from './node-proof.js';
import { registrySource, type RegistrySource } from './registry-source.js';
import type { MutualTlsMode, ServeOptions } from './serve-options.js';

/** The options of `meshwright serve`, read. */
export interface ServeSettings {
  /** Absolute. */
  readonly dataFolder: string;
  readonly address: string;
  readonly apiAddress: string;
  /** Absent: the mesh API speaks in the clear. */
  readonly apiTls?: ApiTlsFiles;
  /** Absolute. Absent: the audit log is in the log. */
  readonly auditFile?: string;
  readonly advertisedHost: string;
  /** 0: a free one. */
  readonly xdsPort: number;
  readonly apiPort: number;
  readonly proxyAddress: string;
  readonly sidecarPorts: PortRange;
  readonly traffic: SidecarTraffic;
  /** At least one; the first has the most to say. */
  readonly registries: readonly RegistrySource[];
  /** Absent: DNS is not answered. */
  readonly dnsPort?: number;
  /** Absent: everybody speaks in the clear. */
  readonly mutualTls?: ServedMutualTls;
}

/** Mutual TLS between the proxies of a mesh, and TLS between them and the server. */
export interface ServedMutualTls {
  readonly inbound: MutualTlsMode;
  readonly identity: IdentitySource;
  readonly proof: NodeProof;
  /** Whom tokens of Kubernetes' service accounts have to be made out to. Absent: they prove nothing. */
  readonly audience?: string;
  /** Absent: gRPC clients without proxies are not served. */
  readonly grpc?: LiveGrpc;
}

/** Reads the options. Ends the command where one of them cannot be understood. */
export function serveSettings(
  options: ServeOptions,
  { workingDirectory, env }: Pick<Io, 'workingDirectory' | 'env'>,
): ServeSettings {
  const { address, advertise, proxyAddress } = options;
  requireAddress('--address', address);
  requireAddress('--api-address', options.apiAddress);
  requireAddress('--proxy-address', proxyAddress);
  requireSecrecy(options);
  const isAny = address === '0.0.0.0' || address === '::';
  return {
    dataFolder: resolve(workingDirectory, options.data),
    address,
    apiAddress: options.apiAddress,
    ...apiTls(options, workingDirectory),
    ...(options.auditLog === undefined ? {} : { auditFile: resolve(workingDirectory, options.auditLog) }),
    advertisedHost: advertise ?? (isAny ? hostname() : address),
    xdsPort: parseNumber('--xds-port', options.xdsPort, { from: 0, to: 65_535, whole: true }),
    apiPort: parseNumber('--api-port', options.apiPort, { from: 0, to: 65_535, whole: true }),
    proxyAddress,
    sidecarPorts: parseRange(options.proxyPorts),
    traffic: options.traffic,
    registries: options.registry.map((text) => registrySource(text, workingDirectory)),
    ...(options.dnsPort === undefined
      ? {}
      : { dnsPort: parseNumber('--dns-port', options.dnsPort, { from: 0, to: 65_535, whole: true }) }),
    ...mutualTls(options, { workingDirectory, env }),
  };
}

function requireAddress(option: string, text: string): void {
  if (isIP(text) === 0) throw new UsageError(`${option} takes an IP address, not "${text}"`);
}

/** What proxies are given and what the API is told is for nobody else on the network. */
function requireSecrecy({ address, apiAddress, apiCertificate, mtls, insecure = false }: ServeOptions): void {
  if (insecure) return;
  if (!isLoopback(address) && mtls === undefined)
    throw new UsageError(
      `the xDS server would speak in the clear on --address ${address}: say --mtls for TLS, or --insecure`,
    );
  if (!isLoopback(apiAddress) && apiCertificate === undefined)
    throw new UsageError(
      `the mesh API would speak in the clear on --api-address ${apiAddress}: say --api-certificate and --api-key for TLS, or --insecure`,
    );
}

function apiTls({ apiCertificate, apiKey }: ServeOptions, workingDirectory: string): Pick<ServeSettings, 'apiTls'> {
  if (apiCertificate === undefined && apiKey === undefined) return {};
  if (apiCertificate === undefined || apiKey === undefined)
    throw new UsageError('--api-certificate and --api-key come together');
  return { apiTls: { certificate: resolve(workingDirectory, apiCertificate), key: resolve(workingDirectory, apiKey) } };
}

function parseRange(text: string): PortRange {
  const [, from = '', to = ''] = /^(\d+)-(\d+)$/.exec(text) ?? [];
  const range = { from: Number(from), to: Number(to) };
  const isFine = from !== '' && range.from >= 1024 && range.to <= 65_535 && range.to - range.from >= 99;
  if (isFine) return range;
  throw new UsageError(`--proxy-ports takes <from>-<to> with at least 100 ports from 1024 to 65535, not "${text}"`);
}

function mutualTls(
  options: ServeOptions,
  surroundings: Pick<Io, 'workingDirectory' | 'env'>,
): Pick<ServeSettings, 'mutualTls'> {
  const { mtls: inbound, identity } = options;
  const audience = admittedAudience(options);
  const proof = nodeProof(options.nodeProof, { hasAgent: identity?.startsWith('spire:') === true });
  const grpc = grpcSettings(options);
  if (inbound === undefined) {
    if (identity === undefined || identity === 'authority') return {};
    throw new UsageError('--identity is for a server with --mtls: without it nobody has a certificate');
  }
  return {
    mutualTls: {
      inbound,
      identity: identitySource(options, surroundings),
      proof,
      ...(audience === undefined ? {} : { audience }),
      ...(grpc === undefined ? {} : { grpc }),
    },
  };
}

function grpcSettings({ grpcXdsPort, grpcCertificates: folder, mtls }: ServeOptions): LiveGrpc | undefined {
  if (folder !== undefined && (grpcXdsPort === undefined || !posix.isAbsolute(folder)))
    throw new UsageError('--grpc-certificates takes an absolute path, and --grpc-xds-port beside it');
  if (grpcXdsPort === undefined) return undefined;
  if (mtls === undefined)
    throw new UsageError('--grpc-xds-port is for a server with --mtls: others serve all nodes on one port');
  const port = parseNumber('--grpc-xds-port', grpcXdsPort, { from: 0, to: 65_535, whole: true });
  if (folder === undefined) return { port };
  const file = (name: string): string => posix.join(folder, name);
  return {
    port,
    certificates: { certificate: file('tls.crt'), privateKey: file('tls.key'), roots: file('ca.crt') },
  };
}

function admittedAudience({ admit, mtls }: ServeOptions): string | undefined {
  if (admit === undefined) return undefined;
  const found = /^kubernetes(?::(\S+))?$/.exec(admit);
  if (found === null) throw new UsageError(`--admit takes kubernetes[:<audience>], not "${admit}"`);
  if (mtls === undefined) throw new UsageError('--admit is for a server with --mtls: a token is sent by TLS alone');
  return found[1] ?? 'meshwright';
}

function isLoopback(address: string): boolean {
  return address.startsWith('127.') || address === '::1';
}

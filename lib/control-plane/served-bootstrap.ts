import { posix } from 'node:path';
import type { Bootstrap } from 'envoy-config-types/envoy/config/bootstrap/v3';
import { adsBootstrap, type AdsServer, type AdsTls } from '../envoy-resources/ads-bootstrap.js';
import { nodeGroup, parseNodeId } from '../xds/node-id.js';
import { grpcBootstrap, type GrpcCertificateFiles } from './grpc/grpc-bootstrap.js';
import { grpcCertificateProvider } from './grpc/grpc-certificate-provider.js';
import type { NodeConfiguration } from './groups/node-configuration.js';
import type { ServedGroup } from './groups/create-group-table.js';
import type { SpireSecrets } from './mutual-tls/spire-secrets.js';
import type { ServerName } from './secure-server.js';

/** What a bootstrap is made from. */
export interface ServedBootstrapContext {
  readonly groups: ReadonlyMap<string, ServedGroup>;
  /** The server as proxies reach it. */
  readonly server: { readonly host: string; readonly port: number };
  /** TLS of the server, and what nodes prove themselves with. Absent: nodes speak in the clear. */
  readonly security?: {
    readonly name: ServerName;
    readonly proof: NodeProof;
    /** The agent beside each node that gives it its identity. @default - identities come from the server */
    readonly agent?: SpireSecrets;
  };
  /** The server of gRPC clients, in the clear, and where they have certificates for their calls. Absent: they have none. */
  readonly grpc?: {
    readonly server: { readonly host: string; readonly port: number };
    readonly certificates?: GrpcCertificateFiles;
  };
}

/** What a node proves with who it is. Absolute paths on the node's machine. */
export type NodeProof =
  /** A file of a bearer token, without a line break at its end. It is followed. */
  | { readonly kind: 'token'; readonly file: string }
  /** A folder of `tls.crt` and `tls.key`, read when the node starts. */
  | { readonly kind: 'certificate'; readonly folder: string }
  /** What its agent gives it. Without an agent it has no proof. */
  | { readonly kind: 'svid' };

/**
 * What an Envoy starts with to become a node of a mesh: its name and where the server is; everything else it asks for.
 * Its admin interface takes a free port of loopback, so that several proxies run on one machine (`--admin-address-path`
 * writes it down). Undefined for a node of no group of Envoys.
 */
export function servedBootstrap(
  nodeId: string,
  { groups, server, security }: ServedBootstrapContext,
): Bootstrap | undefined {
  const parsed = parseNodeId(nodeId);
  if (parsed === undefined) return undefined;
  const bootstrap = groups.get(nodeGroup(parsed))?.configuration.bootstrap;
  if (bootstrap === undefined) return undefined;
  // The cluster of a node names what it is one of: the service, or the gateway.
  const [cluster = ''] = parsed.owner.split('/');
  return adsBootstrap(
    { node: { id: nodeId, cluster }, ...withAgent(bootstrap, security?.agent) },
    { ...server, variant: 'delta', ...(security === undefined ? {} : secured(security)) },
  );
}

function withAgent(
  bootstrap: NonNullable<NodeConfiguration['bootstrap']>,
  agent: SpireSecrets | undefined,
): NonNullable<NodeConfiguration['bootstrap']> {
  if (agent === undefined) return bootstrap;
  const { static_resources: known } = bootstrap;
  return { ...bootstrap, static_resources: { ...known, clusters: [...(known?.clusters ?? []), agent.cluster] } };
}

/** Nothing of it is a secret: the roots are public, and the proof lies with the node. */
function secured({
  name,
  proof,
  agent,
}: NonNullable<ServedBootstrapContext['security']>): Pick<AdsServer, 'tls' | 'bearerTokenFile'> {
  const tls: AdsTls = {
    trustedCa: { inline_string: name.trustBundle },
    server: { kind: 'uri', name: name.spiffeId },
  };
  switch (proof.kind) {
    case 'token':
      return { tls, bearerTokenFile: proof.file };
    case 'certificate': {
      const [certificateFile, keyFile] = [posix.join(proof.folder, 'tls.crt'), posix.join(proof.folder, 'tls.key')];
      return { tls: { ...tls, own: { certificateFile, keyFile } } };
    }
    case 'svid': {
      if (agent === undefined) return { tls };
      const { own: secret, config } = agent.secrets;
      return { tls: { ...tls, own: { secret: { name: secret, sds_config: config } } } };
    }
  }
}

/** What a gRPC client starts with; undefined for a node of no group of such clients. */
export function servedGrpcBootstrap(nodeId: string, { groups, grpc }: ServedBootstrapContext): object | undefined {
  const parsed = parseNodeId(nodeId);
  if (grpc === undefined || parsed?.kind !== 'grpc' || !groups.has(nodeGroup(parsed))) return undefined;
  const { server, certificates: files } = grpc;
  return grpcBootstrap({
    ...server,
    nodeId,
    ...(files === undefined ? {} : { certificates: { provider: grpcCertificateProvider, files } }),
  });
}

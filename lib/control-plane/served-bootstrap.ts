import type { Bootstrap } from 'envoy-config-types/envoy/config/bootstrap/v3';
import { adsBootstrap } from '../xds/ads-bootstrap.js';
import { nodeGroup, parseNodeId } from '../xds/node-id.js';
import { grpcBootstrap } from './grpc/grpc-bootstrap.js';
import type { ServedGroup } from './groups/create-group-table.js';

/** What a bootstrap is made from. */
export interface ServedBootstrapContext {
  readonly groups: ReadonlyMap<string, ServedGroup>;
  /** The server as proxies reach it. */
  readonly server: { readonly host: string; readonly port: number };
}

/**
 * What an Envoy starts with to become a node of a mesh: its name and where the server is; everything else it asks for.
 * Its admin interface takes a free port of loopback, so that several proxies run on one machine (`--admin-address-path`
 * writes it down). Undefined for a node of no group of Envoys.
 */
export function servedBootstrap(nodeId: string, { groups, server }: ServedBootstrapContext): Bootstrap | undefined {
  const parsed = parseNodeId(nodeId);
  if (parsed === undefined) return undefined;
  const bootstrap = groups.get(nodeGroup(parsed))?.configuration.bootstrap;
  if (bootstrap === undefined) return undefined;
  // The cluster of a node names what it is one of: the service, or the gateway.
  const [cluster = ''] = parsed.owner.split('/');
  return adsBootstrap({ node: { id: nodeId, cluster }, ...bootstrap }, { ...server, variant: 'delta' });
}

/** What a gRPC client starts with; undefined for a node of no group of such clients. */
export function servedGrpcBootstrap(nodeId: string, { groups, server }: ServedBootstrapContext): object | undefined {
  const parsed = parseNodeId(nodeId);
  if (parsed?.kind !== 'grpc' || !groups.has(nodeGroup(parsed))) return undefined;
  return grpcBootstrap({ ...server, nodeId });
}

import { startXdsServer, type XdsServer, type XdsServerOptions } from '../xds/server/start-xds-server.js';
import type { XdsEvent } from '../xds/server/xds-event.js';
import { parseNodeId } from '../xds/node-id.js';
import { admitByNodeId } from './admit-by-node-id.js';

/** How the servers of a live mesh are to be. */
export interface LiveServersOptions {
  readonly xds: XdsServerOptions;
  /** Port on loopback of a server without TLS that serves gRPC clients and nobody else; 0: a free one. @default - there is none */
  readonly grpcPort?: number | undefined;
  readonly onEvent: (event: XdsEvent) => void;
}

/** Servers that serve the same. */
export interface LiveServers extends XdsServer {
  /** Of the server for gRPC clients alone. */
  readonly grpcPort?: number;
}

/** What stands in bootstraps of gRPC clients that have a server of their own. */
export const grpcServerHost = '127.0.0.1';

/** Starts the server of a live mesh, and one for gRPC clients where that is asked for. Rejects when one cannot listen, with none left. */
export async function startLiveServers({ xds, grpcPort, onEvent }: LiveServersOptions): Promise<LiveServers> {
  const server = await startXdsServer({ ...xds, onEvent });
  if (grpcPort === undefined) return server;
  const grpc = await startGrpcServer(grpcPort, onEvent).catch((error: unknown) => {
    server.close();
    throw error;
  });
  return {
    port: server.port,
    grpcPort: grpc.port,
    setSnapshot: (group, snapshot) => {
      server.setSnapshot(group, snapshot);
      grpc.setSnapshot(group, snapshot);
    },
    removeGroup: (group) => {
      server.removeGroup(group);
      grpc.removeGroup(group);
    },
    isUpToDate: () => server.isUpToDate() && grpc.isUpToDate(),
    drain: async (graceMs) => {
      await Promise.all([server.drain(graceMs), grpc.drain(graceMs)]);
    },
    close: () => {
      server.close();
      grpc.close();
    },
  };
}

/** More than another server will ever count to. */
const firstStream = 2 ** 50;

/** Their groups hold no keys, and some of these clients know no TLS here. */
function startGrpcServer(port: number, onEvent: (event: XdsEvent) => void): Promise<XdsServer> {
  return startXdsServer({
    address: `${grpcServerHost}:${String(port)}`,
    admit: (client) =>
      parseNodeId(client.nodeId)?.kind === 'grpc'
        ? admitByNodeId(client)
        : { kind: 'refused', reason: 'this server is for gRPC clients only' },
    // Each server counts its own streams, and the newest has the highest number.
    onEvent: (event) => {
      onEvent('stream' in event ? { ...event, stream: firstStream + event.stream } : event);
    },
  });
}

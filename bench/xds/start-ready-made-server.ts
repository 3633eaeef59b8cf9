import { Server, ServerCredentials, type ServerDuplexStream } from '@grpc/grpc-js';
import { readAsk } from './delta-wire.js';

/** A server that is told nothing and knows nothing: it answers each question with bytes that are ready. */
export interface ReadyMadeServer {
  readonly port: number;
  readonly close: () => void;
}

const path = '/envoy.service.discovery.v3.AggregatedDiscoveryService/DeltaAggregatedResources';

/**
 * Starts a bare server of grpc-js, with the options of ours, that sends what ours sends. What it takes is what the platform takes, the
 * lower bound of any server on it: it keeps the name of the node and nothing else, and passes over whatever acknowledges.
 *
 * @param responseOf the bytes of the one response of a type to a node of a group
 */
export function startReadyMadeServer(responseOf: (group: string, typeUrl: string) => Buffer): Promise<ReadyMadeServer> {
  const server = new Server({
    'grpc.max_send_message_length': -1,
    'grpc.keepalive_time_ms': 30_000,
    'grpc.keepalive_timeout_ms': 10_000,
  });
  const asIs = (bytes: Buffer): Buffer => bytes;
  const codec = {
    requestSerialize: asIs,
    requestDeserialize: asIs,
    responseSerialize: asIs,
    responseDeserialize: asIs,
  };
  server.addService(
    { stream: { path, requestStream: true, responseStream: true, ...codec } },
    {
      stream: (call: ServerDuplexStream<Buffer, Buffer>) => {
        let group = '';
        call.on('data', (bytes: Buffer) => {
          const ask = readAsk(bytes);
          if (ask.nodeId !== '') group = ask.nodeId;
          if (!ask.isAnswer) call.write(responseOf(group, ask.typeUrl));
        });
      },
    },
  );
  return new Promise((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, port) => {
      if (error !== null) reject(error);
      else
        resolve({
          port,
          close: () => {
            server.forceShutdown();
          },
        });
    });
  });
}

import { Client, Metadata, type ChannelCredentials, type ServiceError } from '@grpc/grpc-js';
import { createCodec } from 'envoy-config-types/codec';
import { onTestFinished } from 'vitest';

/** Who asks, of whom. */
export interface AskAs {
  readonly port: number;
  readonly channel: ChannelCredentials;
  /** @default 'sidecar~reviews/v1~1' */
  readonly nodeId?: string;
  /** @default - no token is sent */
  readonly token?: string | undefined;
}

const codec = createCodec();
const discovery = 'envoy.service.discovery.v3';

/** Asks an xDS server on loopback for all clusters. Gives "served", or the details of the refusal. */
export function askAs({ port, channel, nodeId = 'sidecar~reviews/v1~1', token }: AskAs): Promise<string> {
  const client = new Client(`127.0.0.1:${String(port)}`, channel);
  onTestFinished(() => {
    client.close();
  });
  const metadata = new Metadata();
  if (token !== undefined) metadata.set('authorization', `Bearer ${token}`);
  const asIs = (bytes: Buffer): Buffer => bytes;
  const path = `/${discovery}.AggregatedDiscoveryService/StreamAggregatedResources`;
  const call = client.makeBidiStreamRequest(path, asIs, asIs, metadata);
  const request = {
    node: { id: nodeId, cluster: 'any' },
    type_url: 'type.googleapis.com/envoy.config.cluster.v3.Cluster',
  };
  call.write(Buffer.from(codec.toBinary(`${discovery}.DiscoveryRequest`, request)));
  return new Promise((resolve) => {
    call.on('data', () => {
      resolve('served');
      call.cancel();
    });
    call.on('error', (error: ServiceError) => {
      resolve(error.details);
    });
  });
}

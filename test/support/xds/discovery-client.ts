import { Client, credentials, type ClientDuplexStream, type ServiceError } from '@grpc/grpc-js';
import { createCodec } from 'envoy-config-types/codec';
import { onTestFinished } from 'vitest';

const codec = createCodec();
const discovery = 'envoy.service.discovery.v3';

/** A client of one stream, as bare as a test needs it. Messages are ProtoJSON with proto names. */
export interface DiscoveryStream {
  readonly send: (request: object) => void;
  readonly sendBytes: (bytes: Buffer) => void;
  /** Waits for the next response. */
  readonly next: () => Promise<Readonly<Record<string, unknown>>>;
  /** Waits for the end: how the server ended it, "OK" or the details of its error. */
  readonly ended: Promise<string>;
}

/** Opens a stream; it is cut off with the test. */
export function openDiscovery(
  port: number,
  path = `/${discovery}.AggregatedDiscoveryService/DeltaAggregatedResources`,
): DiscoveryStream {
  const client = new Client(`127.0.0.1:${String(port)}`, credentials.createInsecure());
  const asIs = (bytes: Buffer): Buffer => bytes;
  const call: ClientDuplexStream<Buffer, Buffer> = client.makeBidiStreamRequest(path, asIs, asIs);
  onTestFinished(() => {
    call.cancel();
    client.close();
  });
  const delta = path.includes('/Delta') ? 'Delta' : '';
  const waiting: ((bytes: Buffer) => void)[] = [];
  const arrived: Buffer[] = [];
  call.on('data', (bytes: Buffer) => {
    const first = waiting.shift();
    if (first === undefined) arrived.push(bytes);
    else first(bytes);
  });
  const ended = new Promise<string>((resolve) => {
    call.on('error', (error: ServiceError) => {
      resolve(error.details);
    });
    call.on('end', () => {
      resolve('OK');
    });
  });
  return {
    send: (request) => {
      call.write(Buffer.from(codec.toBinary(`${discovery}.${delta}DiscoveryRequest`, request)));
    },
    sendBytes: (bytes) => {
      call.write(bytes);
    },
    next: async () => {
      const bytes = arrived.shift() ?? (await new Promise<Buffer>((resolve) => waiting.push(resolve)));
      return codec.fromBinary(`${discovery}.${delta}DiscoveryResponse`, bytes);
    },
    ended,
  };
}

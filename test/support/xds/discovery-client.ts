import {
  Client,
  credentials,
  Metadata,
  status,
  type ChannelCredentials,
  type ClientDuplexStream,
  type ServiceError,
} from '@grpc/grpc-js';
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
  /** Waits for the end: the status by its name, such as UNAVAILABLE. */
  readonly status: Promise<string>;
}

/** How a stream is opened. */
interface OpenOptions {
  /** @default - without TLS */
  readonly credentials?: ChannelCredentials;
  readonly metadata?: Readonly<Record<string, string>>;
}

/** Opens a stream; it is cut off with the test. */
export function openDiscovery(
  port: number,
  path = `/${discovery}.AggregatedDiscoveryService/DeltaAggregatedResources`,
  options: OpenOptions = {},
): DiscoveryStream {
  // Each with a connection of its own, as Envoys have.
  const ownConnection = { 'grpc.use_local_subchannel_pool': 1 };
  const client = new Client(
    `127.0.0.1:${String(port)}`,
    options.credentials ?? credentials.createInsecure(),
    ownConnection,
  );
  const asIs = (bytes: Buffer): Buffer => bytes;
  const metadata = new Metadata();
  for (const [key, value] of Object.entries(options.metadata ?? {})) metadata.set(key, value);
  const call: ClientDuplexStream<Buffer, Buffer> = client.makeBidiStreamRequest(path, asIs, asIs, metadata);
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
  const end = new Promise<Pick<ServiceError, 'code' | 'details'>>((resolve) => {
    call.on('error', resolve);
    call.on('end', () => {
      resolve({ code: status.OK, details: 'OK' });
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
    ended: end.then(({ details }) => details),
    status: end.then(({ code }) => status[code]),
  };
}

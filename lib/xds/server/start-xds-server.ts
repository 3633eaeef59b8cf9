import { Server, ServerCredentials, status, type ServiceDefinition } from '@grpc/grpc-js';
import type { Clock } from '../../util/clock.js';
import { systemClock } from '../../util/system-clock.js';
import type { Admit } from '../admission.js';
import type { EncodedResource } from '../encode-resources.js';
import type { Snapshot } from '../snapshot.js';
import { createDiscoveryMessages } from './discovery-messages.js';
import { discoveryMethods } from './discovery-methods.js';
import { createGroups } from './create-groups.js';
import { serveStream, type ByteStream, type ServedStream } from './serve-stream.js';
import type { XdsEvent } from './xds-event.js';

/** How a server is to be. */
export interface XdsServerOptions {
  /** Where it listens, as `host:port`; port 0 takes a free one. */
  readonly address: string;
  /** With a demand for client certificates, `admit` is told what these prove. @default - without TLS */
  readonly credentials?: ServerCredentials;
  /** @default - everybody is admitted, to a group of the name of the node */
  readonly admit?: Admit;
  /** Most streams at once; further ones are refused with RESOURCE_EXHAUSTED. @default 10000 */
  readonly maxStreams?: number;
  /** Largest request that is read; a larger one ends its stream. Envoy's first one is some 100 KiB. @default 4194304 */
  readonly maxRequestBytes?: number;
  /** Most names that one stream may subscribe to. @default 100000 */
  readonly maxNames?: number;
  /** How long a stream may stand before its client is admitted, the first request included; ms. @default 30000 */
  readonly admissionTimeoutMs?: number;
  /** After so long a connection is asked whether somebody is there, and is cut off when a third of it passes in silence; ms. @default 30000 */
  readonly keepaliveMs?: number;
  /** @default - the machine's own time */
  readonly clock?: Clock;
  /** Told of what happens. It must not throw. */
  readonly onEvent?: (event: XdsEvent) => void;
}

/** A running server. */
export interface XdsServer {
  readonly port: number;
  /** Says what the nodes of a group are to hold; their streams get what differs. Nodes of a group without snapshot wait. */
  readonly setSnapshot: (group: string, snapshot: Snapshot<EncodedResource>) => void;
  /** Forgets a group. Its streams end as UNAVAILABLE; nodes keep what they have, ask again and wait, or are no longer admitted. */
  readonly removeGroup: (group: string) => void;
  /** Whether every stream was given the last snapshot of its group: with many at once that takes some turns. */
  readonly isUpToDate: () => boolean;
  /** Takes no more streams, ends those there are in good order and stops listening. After `graceMs`, 10 s by default, it cuts the rest off. */
  readonly drain: (graceMs?: number) => Promise<void>;
  /** Cuts everything off. */
  readonly close: () => void;
}

/** Starts a server of the xDS transport protocol, version 3. Rejects when it cannot listen. */
export async function startXdsServer(options: XdsServerOptions): Promise<XdsServer> {
  const { address, credentials = ServerCredentials.createInsecure(), maxStreams = 10_000 } = options;
  const { clock = systemClock, admissionTimeoutMs = 30_000 } = options;
  const tell = options.onEvent ?? (() => undefined);
  const admit = options.admit ?? (({ nodeId }) => ({ kind: 'admitted', group: nodeId }));
  const groups = createGroups((work) => void setImmediate(work));
  const streams = new Map<ByteStream, ServedStream>();
  let opened = 0;
  let isDraining = false;
  const variants = {
    sotw: createDiscoveryMessages('sotw'),
    delta: createDiscoveryMessages('delta'),
  };
  const server = newServer(options);
  for (const method of discoveryMethods) {
    server.addService(bytesService(`/${method.service}/${method.name}`), {
      stream: (call: ByteStream) => {
        if (isDraining || streams.size >= maxStreams) {
          const code = isDraining ? status.UNAVAILABLE : status.RESOURCE_EXHAUSTED;
          call.emit('error', { code, details: isDraining ? 'the server is stopping' : 'too many streams' });
          return;
        }
        const stream = serveStream(call, {
          method,
          messages: variants[method.variant],
          maxNames: options.maxNames ?? 100_000,
          admissionTimeoutMs,
          clock,
          stream: ++opened,
          admit,
          groups,
          tell,
        });
        streams.set(call, stream);
        for (const event of ['cancelled', 'error', 'close', 'finish']) call.on(event, () => streams.delete(call));
      },
    });
  }
  const port = await listen(server, address, credentials);
  return {
    port,
    setSnapshot: groups.setSnapshot,
    removeGroup: groups.removeGroup,
    isUpToDate: groups.isUpToDate,
    drain: (graceMs = 10_000) => {
      isDraining = true;
      for (const stream of [...streams.values()]) stream.end();
      return shutDown(server, () =>
        clock.after(graceMs, () => {
          server.forceShutdown();
        }),
      );
    },
    close: () => {
      server.forceShutdown();
    },
  };
}

function newServer({ maxRequestBytes = 4 * 2 ** 20, keepaliveMs = 30_000 }: XdsServerOptions): Server {
  return new Server({
    'grpc.max_receive_message_length': maxRequestBytes,
    'grpc.max_send_message_length': -1,
    // Finds out that a client is gone although nothing was said; Envoy's own way is to ask too.
    'grpc.keepalive_time_ms': keepaliveMs,
    'grpc.keepalive_timeout_ms': Math.ceil(keepaliveMs / 3),
    // Channelz stays on: without it `forceShutdown` of grpc-js 1.14 does not know its connections, and leaves them open.
  });
}

/** A service of one method that passes bytes as they are. */
function bytesService(path: string): ServiceDefinition {
  const asIs = (bytes: Buffer): Buffer => bytes;
  const codec = {
    requestSerialize: asIs,
    requestDeserialize: asIs,
    responseSerialize: asIs,
    responseDeserialize: asIs,
  };
  return { stream: { path, requestStream: true, responseStream: true, ...codec } };
}

/** Waits until the last stream has ended; `limit` sees to it that this does not take for ever. */
function shutDown(server: Server, limit: () => () => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = limit();
    server.tryShutdown((error) => {
      stop();
      if (error === undefined) resolve();
      else reject(error);
    });
  });
}

function listen(server: Server, address: string, credentials: ServerCredentials): Promise<number> {
  return new Promise((resolve, reject) => {
    server.bindAsync(address, credentials, (error, port) => {
      if (error === null) resolve(port);
      else reject(error);
    });
  });
}

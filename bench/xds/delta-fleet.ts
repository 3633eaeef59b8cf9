import { resourceTypeUrls } from '../../lib/envoy-resources/resource-type-urls.js';
import { readResponse, writeRequest, type DeltaQuestion } from './delta-wire.js';
import { connectGrpc, type GrpcConnection } from './http2-connection.js';
import type { ProxyPlan } from './server-messages.js';

/** One proxy of a fleet: who it says it is, and what it is to hold in the end. */
export interface FleetProxy {
  /** An encoded `core.v3.Node`. */
  readonly node: Uint8Array;
  readonly plan: ProxyPlan;
}

/** A response that a proxy has read. */
export interface Arrival {
  readonly proxy: number;
  readonly typeUrl: string;
  readonly names: readonly string[];
  readonly removed: readonly string[];
  readonly bytes: number;
  /** ns of the machine's monotonic clock, which all processes share. */
  readonly at: bigint;
}

/** Proxies that ask as Envoy asks. */
export interface Fleet {
  /** Waits until every proxy holds all that it is to hold; gives the time when the last one did. */
  readonly complete: Promise<bigint>;
  /** Hears of all responses from now on. */
  readonly listen: (listener: (arrival: Arrival) => void) => void;
  readonly close: () => void;
}

const path = '/envoy.service.discovery.v3.AggregatedDiscoveryService/DeltaAggregatedResources';
const { cluster, clusterLoadAssignment, listener: listenerType, routeConfiguration } = resourceTypeUrls;

// The kernel keeps some hundred connections for a server that has yet to accept them, and drops what is more for a second.
const mostConnecting = 200;

/**
 * Connects proxies that do what Envoy does: all clusters; the endpoints that these name; when they are there all listeners;
 * the routes that these name. Each response is acknowledged at once.
 *
 * @param streamsPerConnection 1: a connection a proxy, as Envoys have it
 */
export function connectFleet(port: number, proxies: readonly FleetProxy[], streamsPerConnection: number): Fleet {
  const connections: GrpcConnection[] = [];
  const listeners: ((arrival: Arrival) => void)[] = [];
  let left = proxies.length;
  let connecting = 0;
  let resolve: (at: bigint) => void;
  const complete = new Promise<bigint>((done) => {
    resolve = done;
  });
  const connectNext = (): void => {
    while (connecting < mostConnecting && connections.length * streamsPerConnection < proxies.length) {
      connecting++;
      const first = connections.length * streamsPerConnection;
      connections.push(
        connectSome(port, first, proxies.slice(first, first + streamsPerConnection), {
          onReady: () => {
            connecting--;
            connectNext();
          },
          onArrival: (arrival) => {
            for (const each of listeners) each(arrival);
          },
          onComplete: (at) => {
            left--;
            if (left === 0) resolve(at);
          },
        }),
      );
    }
  };
  connectNext();
  return {
    complete,
    listen: (each) => void listeners.push(each),
    close: () => {
      for (const connection of connections) connection.close();
    },
  };
}

interface FleetEvents {
  readonly onReady: () => void;
  readonly onArrival: (arrival: Arrival) => void;
  readonly onComplete: (at: bigint) => void;
}

function connectSome(
  port: number,
  first: number,
  proxies: readonly FleetProxy[],
  { onReady, onArrival, onComplete }: FleetEvents,
): GrpcConnection {
  const readers = new Map<number, (message: Buffer) => void>();
  const connection = connectGrpc(port, path, {
    onReady: () => {
      for (const [index, proxy] of proxies.entries()) {
        const stream = connection.open();
        const send = (question: DeltaQuestion): void => {
          connection.send(stream, writeRequest(question));
        };
        const ask = askLikeEnvoy(proxy, send);
        readers.set(stream, (message) => {
          const at = process.hrtime.bigint();
          const { nonce, ...response } = readResponse(message);
          if (ask(response.typeUrl, nonce, response.names)) onComplete(at);
          onArrival({ proxy: first + index, ...response, bytes: message.length, at });
        });
        send({ node: proxy.node, typeUrl: cluster });
      }
      onReady();
    },
    onMessage: (stream, message) => {
      readers.get(stream)?.(message);
    },
  });
  return connection;
}

/** Says what a proxy says after each response; tells once when it holds all. */
function askLikeEnvoy(
  { plan }: FleetProxy,
  send: (question: DeltaQuestion) => void,
): (typeUrl: string, nonce: Buffer, names: readonly string[]) => boolean {
  const held = new Set<string>();
  const asked = new Set<string>();
  let isComplete = false;
  const askOnce = (question: DeltaQuestion): void => {
    if (asked.has(question.typeUrl) || question.subscribe?.length === 0) return;
    asked.add(question.typeUrl);
    send(question);
  };
  return (typeUrl, nonce, names) => {
    for (const name of names) held.add(`${typeUrl} ${name}`);
    if (typeUrl === cluster) askOnce({ typeUrl: clusterLoadAssignment, subscribe: plan.endpoints });
    if (typeUrl === clusterLoadAssignment || plan.endpoints.length === 0) askOnce({ typeUrl: listenerType });
    if (typeUrl === listenerType) askOnce({ typeUrl: routeConfiguration, subscribe: plan.routes });
    send({ typeUrl, nonce });
    const wasComplete = isComplete;
    isComplete = held.size === plan.resources;
    return isComplete && !wasComplete;
  };
}

import { createServer as createHttpServer, type RequestListener, type Server } from 'node:http';
import { createServer as createHttpsServer, type Server as HttpsServer } from 'node:https';
import type { SecureContextOptions } from 'node:tls';
import type { Clock } from '../../util/clock.js';
import type { ApiLimits } from './api-limits.js';
import { followSilentConnections } from './follow-silent-connections.js';

/** Who the server is, and whose client certificates it takes. PEM. */
export interface ServerTls {
  readonly cert: string | Buffer;
  readonly key: string | Buffer;
  /** Authorities of client certificates; a workload is then known by its SVID. @default - none is asked for */
  readonly clientCa?: string | Buffer;
}

/** A server that does not listen yet, and what gives it its listener. */
export interface ServerOf {
  readonly server: Server | HttpsServer;
  /** Sets what answers requests. */
  readonly handle: (listener: RequestListener) => Server | HttpsServer;
  /** Stops listening by `close`, and cuts off who keeps that from coming to its end. */
  readonly end: (close: () => PromiseLike<void>, clock: Clock) => Promise<void>;
}

/** What somebody has sent already arrives in that time. */
const silentMs = 1000;

/** Makes the server below the API: who is slow, or sends too much of a head, is turned away there. */
export function createServerOf(tls: ServerTls | undefined, limits: ApiLimits): ServerOf {
  const { headersMs = 10_000, requestMs = 30_000, connections = 10_000 } = limits;
  const options = {
    headersTimeout: headersMs,
    requestTimeout: requestMs,
    // How often Node looks for requests that took too long.
    connectionsCheckingInterval: Math.max(50, Math.min(headersMs, requestMs) / 2),
    keepAliveTimeout: 65_000,
    maxHeaderSize: 16 * 1024,
  };
  const server =
    tls === undefined
      ? createHttpServer(options)
      : createHttpsServer({
          ...options,
          minVersion: 'TLSv1.2',
          ...secureContext(tls),
          // A token does as well: a client without a certificate, or with a bad one, is refused by the API and not by TLS.
          requestCert: tls.clientCa !== undefined,
          rejectUnauthorized: false,
        });
  server.maxConnections = connections;
  const cutSilentConnections = followSilentConnections(server);
  return {
    server,
    handle: (listener) => {
      server.on('request', listener);
      return server;
    },
    end: async (close, clock) => {
      const stopSilent = clock.after(silentMs, cutSilentConnections);
      const stopAll = clock.after(limits.closeMs ?? 10_000, () => {
        server.closeAllConnections();
      });
      await close();
      stopSilent();
      stopAll();
    },
  };
}

/** What Node's TLS is told of certificates. */
export function secureContext({ cert, key, clientCa }: ServerTls): SecureContextOptions {
  return { cert, key, ...(clientCa === undefined ? {} : { ca: clientCa }) };
}

import type { ClientOptions } from '@grpc/grpc-js';
import type { Balancing } from '../balance/balancer.js';

/** How the calls of gRPC clients are made. */
export interface GrpcCallsOptions {
  /** Name of the services' port. @default - the only one, else `grpc` */
  readonly port?: string;
  /** Only this version. @default - all */
  readonly version?: string;
  /** @default - the client's */
  readonly balancing?: Balancing;
  /** Metadata whose value calls that belong together have in common; of `hash` only. */
  readonly hashOn?: string;
  /** Longest time of a call with its retries, in ms; a call's own deadline may be shorter. @default - none */
  readonly timeoutMs?: number;
  /** @default - retries on UNAVAILABLE, two of them */
  readonly retries?: GrpcRetries | 'none';
}

/** When and how a call is tried again. gRPC: "Retry Design", `retryPolicy`. */
export interface GrpcRetries {
  /** Tries after the first, 1 to 4. @default 2 */
  readonly attempts?: number;
  /** Names of statuses, for example `UNAVAILABLE`. @default ['UNAVAILABLE'] */
  readonly statuses?: readonly string[];
  /** First pause in ms; doubles, and a random part of it is waited. @default 25 */
  readonly backOffBaseMs?: number;
  /** @default 250 */
  readonly backOffMaxMs?: number;
}

/** What a client of `@grpc/grpc-js` is made with: `new EchoClient(calls.target('echo'), credentials, calls.options)`. */
export interface GrpcCalls {
  /** The name to dial a service by: `mesh:///<service>`. */
  readonly target: (service: string) => string;
  /** Discovery, balancing, retries and deadlines; may be joined with options of the program's own. */
  readonly options: ClientOptions;
}

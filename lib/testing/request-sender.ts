import type { Condition } from '../../constructs/match/condition.js';
import type { Callee } from './callee.js';
import type { ConnectionExpectation } from './connection-expectation.js';
import type { EveryRequestExpectation, EveryRequestOptions } from './every-request-expectation.js';
import type { RequestExpectation } from './request-expectation.js';
import type { RequestOptions } from './request-options.js';

/** Asks with one method: a whole URL, or a path where the sender or `to` says the rest. */
export type Ask = (url: string, options?: RequestOptions) => RequestExpectation;

/**
 * Sends requests of tests. Each answers with what can be expected of it; nothing leaves the process. A request that
 * cannot exist, and a name that the mesh does not have, throw at once.
 */
export interface RequestSender {
  /** Asks with GET. */
  readonly get: Ask;
  /** Asks with HEAD. */
  readonly head: Ask;
  /** Asks with POST. */
  readonly post: Ask;
  /** Asks with PUT. */
  readonly put: Ask;
  /** Asks with PATCH. */
  readonly patch: Ask;
  /** Asks with DELETE. */
  readonly delete: Ask;
  /** Asks with OPTIONS. */
  readonly options: Ask;
  /** Asks with any method. */
  readonly request: (method: string, url: string, options?: RequestOptions) => RequestExpectation;
  /** Opens a connection of bytes: `tcp://mongodb:27017`, or a service or port that speaks TCP. */
  readonly connect: (target: Callee, options?: Pick<RequestOptions, 'source'>) => ConnectionExpectation;
  /**
   * Asks about all HTTP requests that meet a condition at once, however many they are. Requests that the proxy refuses
   * before it looks at its routes, as for a malformed path, are not counted.
   */
  readonly everyRequest: (condition?: Condition, options?: EveryRequestOptions) => EveryRequestExpectation;
}

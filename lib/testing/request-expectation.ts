import type { Duration } from 'cdk8s';
import type { FaultProps } from '../../constructs/policies/fault.js';
import type { RetryCondition } from '../ir/policies/retries.js';
import type { ConnectionExpectation } from './connection-expectation.js';
import type { Share } from './share.js';

/** What a request looks like to the program that gets it. Parts that are left out are not looked at. */
export interface ArrivingRequest {
  /** With the query. */
  readonly path?: string;
  /** `Host`, `:authority`. */
  readonly host?: string;
  /** As written. */
  readonly method?: string;
  /** By name: the value, the values in order, or undefined for a header that must be gone. */
  readonly headers?: ExpectedHeaders;
}

/** Headers by name: the value, the values in order, or undefined for one that must not be there. */
export type ExpectedHeaders = Readonly<Record<string, string | readonly string[] | undefined>>;

/** An answer that a proxy gives itself. Parts that are left out are not looked at. */
export interface OwnAnswer {
  /** To the letter. */
  readonly body?: string;
  /** By name. */
  readonly headers?: ExpectedHeaders;
}

/** Retries of a request. Parts that are left out are not looked at. */
export interface ExpectedRetries {
  /** Tries after the first. */
  readonly attempts?: number;
  /** All that is tried again, in any order: Envoy's conditions, and status codes as numbers. */
  readonly on?: readonly (RetryCondition | number)[];
  /** Longest time of one try. */
  readonly perTryTimeout?: Duration | 'none';
}

/** What can be expected of an HTTP request. Each throws unless it holds, and returns the same for the next. */
export interface RequestExpectation extends ConnectionExpectation {
  /** Expects that the mesh itself answers with an error status (400 to 599): for certain, or with a share. */
  readonly toFailWith: (status: number, share?: Share) => this;
  /** Expects that the mesh itself answers with a status, whatever the reason. */
  readonly toBeAnswered: (status: number, answer?: OwnAnswer) => this;
  /** Expects a redirect. */
  readonly toRedirectTo: (location: string, status?: 301 | 302 | 303 | 307 | 308) => this;
  /** Expects that every such request may meet a fault, with the percentages given (100 unless said). */
  readonly toMeetFault: (fault: FaultProps) => this;
  /** Expects that no fault is in its way. */
  readonly notToMeetFault: () => this;
  /**
   * Expects what the program gets, wherever the request arrives. Headers that proxies write about the connection
   * (`x-forwarded-for`, `x-forwarded-proto`, `x-request-id`, …) are not known.
   */
  readonly toArriveWith: (request: ArrivingRequest) => this;
  /**
   * Expects headers of the answer that the mesh sets or takes away. A header that the program may decide is not known,
   * which fails.
   */
  readonly toRespondWithHeaders: (headers: ExpectedHeaders) => this;
  /** Expects the time after which the mesh gives up on the request: the shortest timeout on its way. */
  readonly toTimeOutAfter: (timeout: Duration | 'never') => this;
  /** Expects that a proxy on its way tries again. */
  readonly toRetry: (retries?: ExpectedRetries) => this;
  /** Expects that no proxy on its way tries again. */
  readonly notToRetry: () => this;
}

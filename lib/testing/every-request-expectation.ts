import type { Duration } from 'cdk8s';
import type { ServiceReference } from '../../constructs/references.js';
import type { Callee } from './callee.js';
import type { Place } from './place.js';
import type { ExpectedRetries } from './request-expectation.js';
import type { Share } from './share.js';

/** Which door of the mesh the requests of `everyRequest` knock at. */
export interface EveryRequestOptions {
  /** Who they are for, from a service. @default - the only HTTP service that it calls */
  readonly to?: Callee;
  /** `Host` that they all have. @default - at a gateway any; from a service the callee's name and port */
  readonly host?: string;
  /** Name of the gateway's port. @default - the only one */
  readonly port?: string;
}

/**
 * What can be expected of all requests that meet a condition. Decided by analysis of the routes, not by trying some: each
 * throws unless it holds for every one of them, with a request for which it does not; or saying why that cannot be decided.
 */
export interface EveryRequestExpectation {
  /** Expects that they all end at a place, or that of each the same share does. */
  readonly toReach: (place: Place, share?: Share) => EveryRequestExpectation;
  /** Expects that none ends at a place. */
  readonly notToReach: (place: Place) => EveryRequestExpectation;
  /** Expects that they all end at one of some places. */
  readonly toReachOneOf: (...places: readonly Place[]) => EveryRequestExpectation;
  /** Expects that each is spread over the versions of a service by these weights. */
  toSplit<VersionName extends string>(
    service: ServiceReference<string, VersionName>,
    shares: Readonly<Partial<Record<VersionName, number>>>,
  ): EveryRequestExpectation;
  /** The same over any places. */
  toSplit(shares: Readonly<Record<string, number>>): EveryRequestExpectation;
  /** Expects that nothing lets any of them through. */
  readonly toBeDenied: () => EveryRequestExpectation;
  /** Expects the time after which the mesh gives up on them. */
  readonly toTimeOutAfter: (timeout: Duration | 'never') => EveryRequestExpectation;
  /** Expects that a proxy tries them again. */
  readonly toRetry: (retries?: ExpectedRetries) => EveryRequestExpectation;
  /** Expects that no proxy tries any of them again. */
  readonly notToRetry: () => EveryRequestExpectation;
}

import type { ServiceReference } from '../../constructs/references.js';
import type { Place } from './place.js';
import type { Share } from './share.js';

/** What can be expected of a connection of bytes. Each throws unless it holds, and returns the same for the next. */
export interface ConnectionExpectation {
  /** Expects that it ends at a place: for certain, or with a share. */
  readonly toReach: (place: Place, share?: Share) => this;
  /** Expects that it never ends at a place. */
  readonly notToReach: (place: Place) => this;
  /** Expects that it ends at one of some places, and nowhere else. */
  readonly toReachOneOf: (...places: readonly Place[]) => this;
  /**
   * Expects that the requests spread over the versions of a service in these shares, and that none ends elsewhere.
   * Versions that are not named get none. Shares are weights: `{ v1: 80, v3: 20 }` and `{ v1: 4, v3: 1 }` say the same.
   */
  toSplit<VersionName extends string>(
    service: ServiceReference<string, VersionName>,
    shares: Readonly<Partial<Record<VersionName, number>>>,
  ): this;
  /** The same over any places: `{ 'reviews@v1': 80, ratings: 20 }`. */
  toSplit(shares: Readonly<Record<string, number>>): this;
  /**
   * Expects that nothing lets it through: the call is not declared, no listener or filter chain takes it, no route does
   * (404), or the proxy refuses it before it looks for a route (400). A fault, a redirect, and a service without pods
   * are no denials.
   */
  readonly toBeDenied: () => this;
  /**
   * Expects that it goes to an external service.
   *
   * @param host a host of it, or its name @default - any
   */
  readonly toLeaveMesh: (host?: string) => this;
}

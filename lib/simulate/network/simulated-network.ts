import type { SimulatedProxy } from '../proxy/simulated-proxy.js';
import type { Rational } from '../rational/rational.js';

/** Proxies and what stands behind the addresses that they send to. */
export interface SimulatedNetwork {
  /** A proxy by name; undefined where there is none. May read it only now, and has to give the same each time. */
  readonly proxy: (name: string) => SimulatedProxy | undefined;
  /** Who answers at an address: nobody at the moment where the list is empty, nobody of the network where undefined. */
  readonly find: (endpoint: Endpoint) => readonly Workload[] | undefined;
}

/** An address that a cluster sends to. */
export interface Endpoint {
  /** IP address or DNS name. */
  readonly host: string;
  readonly port: number;
}

/** Instances of a program that share an address, and the proxy in front of them. */
export interface Workload {
  /** For people, for example `reviews@v2`. */
  readonly name: string;
  /** Share of the address's requests; the shares of an address sum to 1. */
  readonly share: Rational;
  /** Undefined where requests reach the program directly. */
  readonly proxy:
    | {
        readonly name: string;
        /** The listener that the kernel redirects to; undefined where the address is the listener's own. */
        readonly redirectedTo: string | undefined;
      }
    | undefined;
}

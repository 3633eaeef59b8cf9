import type { SimulatedFilterChain, SimulatedListener } from './simulated-proxy.js';

/** What becomes of a connection before its first byte is looked at. */
export type AcceptedConnection =
  | {
      readonly kind: 'accepted';
      /** Those that it went through: the one it was dialled at, then the one that it was handed to. */
      readonly listeners: readonly [SimulatedListener, ...SimulatedListener[]];
      readonly chain: SimulatedFilterChain;
      readonly unknown: readonly string[];
    }
  /** Nobody listens there, no chain of the listener takes it, or one of the two sides speaks TLS and the other does not. */
  | {
      readonly kind: 'closed';
      readonly reason: 'no-listener' | 'no-chain' | 'tls-expected' | 'tls-unexpected';
      readonly listeners: readonly SimulatedListener[];
      readonly unknown: readonly string[];
    };

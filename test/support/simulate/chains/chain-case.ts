import type { FilterChainMatch } from 'envoy-config-types/envoy/config/listener/v3';

/** A filter chain, and what it does with a connection. */
export interface CaseChain {
  readonly name: string;
  /** Ports are numbers of `placePorts`, not real ones. */
  readonly match: FilterChainMatch;
  readonly kind: 'answer' | 'http' | 'tcp' | 'tls';
}

/** A listener of a case. All listeners of one case are on one port. */
export interface CaseListener {
  readonly host: '0.0.0.0' | '127.0.0.2' | '::1';
  readonly inspectsTls: boolean;
  readonly chains: readonly CaseChain[];
  readonly defaultChain?: CaseChain;
}

/** A connection to open to the port of a case. */
export interface CaseConnection {
  readonly destination: string;
  readonly source: string;
  /** Which of the case's two source ports; undefined for one that the kernel picks. */
  readonly sourcePort?: 0 | 1;
  readonly tls?: { readonly serverName?: string; readonly applicationProtocols: readonly string[] };
}

/** Listeners, and the connections that they get. */
export interface ChainCase {
  readonly listeners: readonly CaseListener[];
  readonly connections: readonly CaseConnection[];
}

/** The ports of a case, found free before it runs. */
export interface CasePorts {
  readonly own: number;
  readonly sources: readonly [number, number];
}

/** In a chain's match: the port of the listener itself; any other number stands for itself. */
export const ownPort = 1;

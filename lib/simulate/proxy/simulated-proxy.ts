import type { HttpManager } from '../http-manager.js';
import type { Rational } from '../rational/rational.js';
import type { ChainMatch } from './chain-match.js';
import type { SimulatedCluster } from './simulated-cluster.js';

/** Everything one Envoy runs on, read once and asked many times. */
export interface SimulatedProxy {
  readonly name: string;
  /** Those of the bootstrap first, then the dynamic ones, in order. */
  readonly listeners: readonly SimulatedListener[];
  readonly clusters: ReadonlyMap<string, SimulatedCluster>;
  /** Fields of the bootstrap that may change decisions and that the simulator does not know. */
  readonly unknown: readonly string[];
}

/** A listener: where connections come in, and the filter chains that may take them. */
export interface SimulatedListener {
  readonly name: string;
  /** IP address and port; undefined for a listener on something else, a pipe for example. */
  readonly address: { readonly host: string; readonly port: number } | undefined;
  readonly direction: 'inbound' | 'outbound' | 'unspecified';
  /** Whether clients can dial it; if not, only other listeners hand connections to it. Envoy: `bind_to_port`. */
  readonly isBound: boolean;
  /** Whether it hands a connection to the listener of the address that the client dialled. Envoy: `use_original_dst`. */
  readonly handsOn: boolean;
  /** Whether the address before the kernel's redirect is known. Envoy: listener filter `original_dst`. */
  readonly restoresDestination: boolean;
  /** Whether SNI and ALPN of a TLS handshake are known to the match. Envoy: listener filter `tls_inspector`. */
  readonly inspectsTls: boolean;
  readonly chains: readonly SimulatedFilterChain[];
  /** Takes what no chain matches. */
  readonly defaultChain: SimulatedFilterChain | undefined;
  readonly unknown: readonly string[];
}

/** A filter chain: what is done with the connections that it takes. */
export interface SimulatedFilterChain {
  readonly name: string;
  readonly match: ChainMatch;
  /** Whether the chain ends TLS itself. */
  readonly terminatesTls: boolean;
  readonly handler: ChainHandler;
  readonly unknown: readonly string[];
}

/** The last network filter of a chain. */
export type ChainHandler =
  | { readonly kind: 'http'; readonly manager: HttpManager }
  | { readonly kind: 'tcp'; readonly statPrefix: string; readonly choices: readonly TcpChoice[] }
  /** A filter that the simulator does not know. */
  | { readonly kind: 'unknown'; readonly filter: string };

/** One of the clusters that share a TCP chain's connections; probabilities sum to 1. */
export interface TcpChoice {
  readonly cluster: string;
  readonly probability: Rational;
}

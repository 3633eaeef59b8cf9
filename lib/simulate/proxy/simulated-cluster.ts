import type { ClientHello } from './connection.js';

/** A cluster, as far as it says where requests get to. */
export interface SimulatedCluster {
  readonly name: string;
  /** Where its endpoints come from. */
  readonly discovery: 'static' | 'dns' | 'eds' | 'original-dst' | 'unknown';
  /** IP addresses or DNS names, with ports, as the configuration says them; weights are relative. */
  readonly endpoints: readonly { readonly host: string; readonly port: number; readonly weight: number }[];
  /** What it sends over TLS; undefined for plain text. */
  readonly tls: ClientHello | undefined;
  /** The cluster's configuration without its name, as canonical JSON: two clusters with equal text do the same. */
  readonly content: string;
  readonly unknown: readonly string[];
}

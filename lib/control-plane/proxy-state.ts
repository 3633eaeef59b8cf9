import type { Origin } from '../diagnostics/origin.js';

/** How one node stands with what it is to hold. */
export interface ProxyState {
  readonly nodeId: string;
  readonly group: string;
  /** Open streams; 0: it has left. */
  readonly streams: number;
  /** ms since the epoch. */
  readonly connectedAt: number;
  readonly lastHeardAt: number;
  /** Sorted by type URL. */
  readonly types: readonly TypeStatus[];
}

/** How a node stands with one type of resource. */
export interface TypeStatus {
  readonly typeUrl: string;
  /** `synced`: it accepted what was sent last and nothing is left to send. `pending`: sent or waiting. `refused`: a NACK stands. */
  readonly status: 'synced' | 'pending' | 'refused';
  /** Of the last accepted response; "" before it. */
  readonly acceptedVersion: string;
  /** The refusal that stands. */
  readonly refusal?: Refusal;
}

/** A refused response. */
export interface Refusal {
  /** Names of the resources in it; with one name that is the culprit. */
  readonly names: readonly string[];
  /** The client's words. */
  readonly message: string;
  /** Where the resources stem from in the user's program, where that is known. */
  readonly origins: readonly Origin[];
  readonly at: number;
}

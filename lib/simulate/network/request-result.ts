import type { Decision } from '../decision.js';
import type { HeaderLine } from '../headers/header-line.js';
import type { Message } from '../headers/message.js';
import type { AcceptedConnection } from '../proxy/accepted-connection.js';
import type { Rational } from '../rational/rational.js';
import type { Endpoint } from './simulated-network.js';

/** One of the things that a request may come to. The results of a request exclude each other; probabilities sum to 1. */
export interface RequestResult {
  readonly probability: Rational;
  /** Proxies on the way, in order, each with what it decided; undefined for connections that are not HTTP to it. */
  readonly way: readonly { readonly proxy: string; readonly decision: Decision | undefined }[];
  /** Clusters that it was sent to, in order. */
  readonly clusters: readonly string[];
  readonly end: ResultEnd;
}

/** Who answers. */
export type ResultEnd =
  | {
      readonly kind: 'workload';
      readonly workload: string;
      readonly endpoint: Endpoint;
      /** As the program gets it; undefined for bytes. */
      readonly request: Message | undefined;
    }
  | { readonly kind: 'outside'; readonly endpoints: readonly Endpoint[]; readonly request: Message | undefined }
  /** A proxy of the way answers by itself. */
  | {
      readonly kind: 'answer';
      readonly proxy: string;
      readonly why: AnswerReason;
      readonly status: number;
      readonly location: string | undefined;
      readonly headers: readonly HeaderLine[];
      readonly body: string;
    }
  /** The connection is closed without an answer. */
  | { readonly kind: 'closed'; readonly proxy: string; readonly reason: CloseReason }
  | { readonly kind: 'unknown'; readonly proxy: string; readonly unknown: readonly string[] };

/** Why a connection is closed. */
export type CloseReason = Extract<AcceptedConnection, { kind: 'closed' }>['reason'] | 'no-endpoint';

/** Why a proxy answers by itself. */
export type AnswerReason =
  'refuse' | 'no-route' | 'redirect' | 'direct-response' | 'fault' | 'unknown-cluster' | 'no-endpoint';

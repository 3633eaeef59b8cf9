import type { Origin } from '../../diagnostics/origin.js';
import type { HeaderLine } from '../../simulate/headers/header-line.js';
import type { ResultEnd } from '../../simulate/network/request-result.js';
import type { Rational } from '../../simulate/rational/rational.js';
import type { ExplainedStep } from './explained-step.js';

/** The way of a request through a mesh, told for people: what it comes to, and every decision on the way. */
export interface Explanation {
  /** Of this form; a field that goes or changes its meaning makes another number. */
  readonly version: 1;
  readonly request: ExplainedRequest;
  /** What the request may come to, the likeliest first; probabilities sum to 1. */
  readonly results: readonly ExplainedResult[];
  /** The proxies on the way, the first one first, each before those that it sends to. */
  readonly hops: readonly ExplainedHop[];
  /** Whether anything on the way is unknown to the simulator: then the results are what would be without it. */
  readonly isComplete: boolean;
}

/** The request that was asked about, as its sender sends it. */
export interface ExplainedRequest {
  /** Name of the proxy that gets it first: the sender's own, or the gateway's. */
  readonly from: string;
  /** Undefined for a connection of bytes. */
  readonly method: string | undefined;
  readonly url: string;
  readonly headers: readonly HeaderLine[];
  /** IP address. */
  readonly source: string;
  /** What was dialled: IP address and port. */
  readonly destination: string;
}

/** One of the things that a request may come to. */
export interface ExplainedResult {
  readonly probability: Rational;
  /** Names of the proxies on the way, in order. */
  readonly proxies: readonly string[];
  /** Clusters that it was sent to, in order. */
  readonly clusters: readonly string[];
  readonly end: ResultEnd;
  /** The gRPC status that a proxy of the way answers with; undefined where it does not answer, or not as gRPC. */
  readonly grpcStatus: number | undefined;
  /** Why the mesh says no, in words; undefined where it does not. */
  readonly denial: string | undefined;
  /** Where the part of the program is that says so. */
  readonly origin: Origin | undefined;
}

/** What one proxy does with the request. */
export interface ExplainedHop {
  readonly proxy: string;
  /** The programs that the proxy stands before, on the request's way in; empty for the first proxy. */
  readonly before: readonly string[];
  /** In the order in which they happen. */
  readonly steps: readonly ExplainedStep[];
}

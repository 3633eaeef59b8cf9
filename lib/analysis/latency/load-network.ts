import type { Origin } from '../../diagnostics/origin.js';
import type { Objectives } from '../../ir/objectives.js';
import type { Station } from './station.js';

/** A mesh as its requests see it: places where they spend time, and how they get from one to the next. */
export interface LoadNetwork {
  /** Sorted by service, then version; external services last. */
  readonly stations: readonly Station[];
  /** What a service calls for each request, by service; in the order of the callees' names. */
  readonly callsByService: ReadonlyMap<string, readonly LoadCall[]>;
  /** Rules of gateways that send requests on, in the order of gateways, then as declared. */
  readonly entryPoints: readonly EntryPoint[];
  /** Services by name, callees before their callers; those that call each other in a circle together. */
  readonly components: readonly (readonly string[])[];
}

/** Calls that one service makes to another while it answers a request. */
export interface LoadCall {
  readonly caller: string;
  /** The callee that the call names; where requests end, its routes say. */
  readonly callee: string;
  readonly origin: Origin;
  /** Mean number for one request to the caller, one after the other. */
  readonly requestsPerRequest: number;
  /** Calls of the caller with the same word are made at the same time. */
  readonly parallelGroup?: string;
  /** Time in ms on the network for one request and its answer. */
  readonly transferMs: number;
  /** One for each route that may take the requests; at least one. How much each takes is not known. */
  readonly mixes: readonly Mix[];
}

/** Where a route sends requests. */
export interface Mix {
  /** Name of the route. */
  readonly route: string;
  /** What one request of the route goes to, by share from 0 to 1. Sums to 1; empty where the proxy answers by itself. */
  readonly shares: readonly StationShare[];
  /** Absent: the caller waits for ever. */
  readonly timeout?: { readonly ms: number; readonly origin: Origin };
}

/** The part of a route's requests that goes to one station. */
export interface StationShare {
  readonly station: Station;
  /** More than 0, up to 1. */
  readonly share: number;
}

/** A rule of a gateway: where requests come in. */
export interface EntryPoint {
  readonly gateway: string;
  readonly route: string;
  readonly origin: Origin;
  /** Absent: nobody says what it should achieve, and it adds no load. */
  readonly objectives?: Objectives;
  /** Time in ms on the network between gateway and first service, for one request and its answer. */
  readonly transferMs: number;
  /** One for each effective route that the rule became; at least one. */
  readonly mixes: readonly Mix[];
}

import { InternalError } from '../../util/internal-error.js';
import type { EntryPoint, LoadCall, LoadNetwork, Mix } from './load-network.js';
import type { MeanLatencies } from './mean-latencies.js';
import type { Station } from './station.js';

/** What one step of the critical path adds to the mean time of a request at the entry point. */
export interface Hop {
  /** Service or gateway that sends. */
  readonly caller: string;
  /** Name of the service or external service. */
  readonly service: string;
  /** Absent: an external service. */
  readonly version?: string;
  /** Mean number of requests of the step for one request at the entry point. */
  readonly requests: number;
  /** The times in ms are for all of them together. */
  readonly transferMs: number;
  readonly waitingMs: number;
  readonly serviceMs: number;
}

/**
 * Takes a mean latency apart: the steps that a request waits for one after the other, callers first, whose times add up to
 * it. Of calls that are made at the same time only the longest is a step.
 */
export function criticalPath(network: LoadNetwork, entry: EntryPoint, latencies: MeanLatencies): readonly Hop[] {
  const hops = new Map<string, Hop>();
  const requestsByService = new Map<string, number>();

  const send = (caller: string, from: Sent, times: number): void => {
    for (const { station, share } of latencies.chosen(from.mixes, from.transferMs).mix?.shares ?? []) {
      const hop = hopOf({ caller, station, transferMs: from.transferMs, requests: times * share }, latencies);
      const key = `${caller} ${station.name}`;
      const known = hops.get(key);
      hops.set(key, known === undefined ? hop : added(known, hop));
      requestsByService.set(hop.service, (requestsByService.get(hop.service) ?? 0) + hop.requests);
    }
  };

  send(entry.gateway, entry, 1);
  for (const component of network.components.toReversed()) {
    for (const name of component) {
      const requests = requestsByService.get(name) ?? 0;
      if (requests === 0) continue;
      for (const call of critical(network.callsByService.get(name) ?? [], latencies)) {
        if (call.requestsPerRequest > 0) send(name, call, requests * call.requestsPerRequest);
      }
    }
  }
  return [...hops.values()];
}

/** Requests by way of one of several routes. */
interface Sent {
  readonly mixes: readonly Mix[];
  readonly transferMs: number;
}

function hopOf(
  step: { readonly caller: string; readonly station: Station; readonly transferMs: number; readonly requests: number },
  { loads }: MeanLatencies,
): Hop {
  const { caller, station, transferMs, requests } = step;
  const { service, version } = station;
  const load = loads.get(station);
  if (load === undefined) throw new InternalError(`no load of station ${station.name}`);
  return {
    caller,
    service,
    ...(version === undefined ? {} : { version }),
    requests,
    transferMs: requests * transferMs,
    waitingMs: requests * load.waitingMs,
    serviceMs: requests * load.serviceMs,
  };
}

function added(one: Hop, other: Hop): Hop {
  return {
    ...one,
    requests: one.requests + other.requests,
    transferMs: one.transferMs + other.transferMs,
    waitingMs: one.waitingMs + other.waitingMs,
    serviceMs: one.serviceMs + other.serviceMs,
  };
}

/** Drops calls that another one of their group outlasts. */
function critical(calls: readonly LoadCall[], latencies: MeanLatencies): readonly LoadCall[] {
  const longestByGroup = new Map<string, { readonly call: LoadCall; readonly ms: number }>();
  for (const call of calls) {
    if (call.parallelGroup === undefined) continue;
    const ms = latencies.ofCall(call);
    const known = longestByGroup.get(call.parallelGroup);
    if (known === undefined || ms > known.ms) longestByGroup.set(call.parallelGroup, { call, ms });
  }
  return calls.filter(
    (call) => call.parallelGroup === undefined || longestByGroup.get(call.parallelGroup)?.call === call,
  );
}

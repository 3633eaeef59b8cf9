import type { Bound } from './bound.js';
import type { LoadCall, LoadNetwork, Mix } from './load-network.js';
import type { Station } from './station.js';
import type { StationLoad } from './station-load.js';

/** What requests cost on average, in ms; Infinity behind a station that gets more than it can do. */
export interface MeanLatencies {
  readonly loads: ReadonlyMap<Station, StationLoad>;
  /** A request of a route from its sending to its answer, however late; 0 where the proxy answers by itself. */
  ofMix(mix: Mix, transferMs: number): number;
  /** The cheapest or dearest of the routes that may take a request. */
  chosen(mixes: readonly Mix[], transferMs: number): ChosenMix;
  /** All calls of one kind that one request to the caller makes, one after the other. */
  ofCall(call: LoadCall): number;
}

/** What is computed. */
export interface LatencyOptions {
  readonly bound: Bound;
  /** Whether callers wait for every answer, or give up when their timeout ends. */
  readonly patience: 'endless' | 'timeouts';
}

/** A route and what a request that it takes costs, in ms. */
export interface ChosenMix {
  readonly mix: Mix | undefined;
  readonly ms: number;
}

/**
 * Adds up what requests cost, callees first: own time, waiting, network and calls; of calls that are made at the same time the
 * longest. Services in a circle, and what calls them, count without their calls.
 */
export function meanLatencies(
  network: LoadNetwork,
  loads: ReadonlyMap<Station, StationLoad>,
  { bound, patience }: LatencyOptions,
): MeanLatencies {
  const callsMs = new Map<string, number>();

  const ofMix = ({ shares }: Mix, transferMs: number): number =>
    shares.reduce((sum, { station, share }) => {
      const load = loads.get(station);
      const own = load === undefined ? 0 : load.serviceMs + load.waitingMs;
      return sum + share * (transferMs + own + (callsMs.get(station.service) ?? 0));
    }, 0);

  const chosen = (mixes: readonly Mix[], transferMs: number): ChosenMix => {
    let best: ChosenMix = { mix: undefined, ms: 0 };
    for (const mix of mixes) {
      const answerMs = ofMix(mix, transferMs);
      // What is overloaded never answers: that is no time to cut short, and what depends on it is not judged by it.
      const givesUp = patience === 'timeouts' && answerMs < Infinity;
      const ms = givesUp ? Math.min(answerMs, mix.timeout?.ms ?? Infinity) : answerMs;
      if (best.mix === undefined || (bound === 'least' ? ms < best.ms : ms > best.ms)) best = { mix, ms };
    }
    return best;
  };

  const ofCall = (call: LoadCall): number =>
    call.requestsPerRequest === 0 ? 0 : call.requestsPerRequest * chosen(call.mixes, call.transferMs).ms;

  for (const component of network.components) {
    for (const name of component) callsMs.set(name, ofCalls(network.callsByService.get(name) ?? [], ofCall));
  }
  return { loads, ofMix, chosen, ofCall };
}

function ofCalls(calls: readonly LoadCall[], ofCall: (call: LoadCall) => number): number {
  let sum = 0;
  const longestByGroup = new Map<string, number>();
  for (const call of calls) {
    const ms = ofCall(call);
    const { parallelGroup } = call;
    if (parallelGroup === undefined) sum += ms;
    else longestByGroup.set(parallelGroup, Math.max(longestByGroup.get(parallelGroup) ?? 0, ms));
  }
  return sum + [...longestByGroup.values()].reduce((total, ms) => total + ms, 0);
}

import type { Bound } from './bound.js';
import { boundShares } from './bound-shares.js';
import type { EntryPoint, LoadNetwork, Mix } from './load-network.js';
import type { Station } from './station.js';

/** What one request of an entry point makes others do. */
export interface Visits {
  /** Mean number of requests that each station gets for it. */
  readonly requests: ReadonlyMap<Station, number>;
  /** How sure it is that a station gets one at all. */
  readonly certainties: ReadonlyMap<Station, Certainty>;
}

/** The surest way to a station. */
export interface Certainty {
  /** Part of the entry point's requests that make at least one request to the station, from 0 to 1; the real one may be greater. */
  readonly probability: number;
  /** Time in ms on the network that such a request surely takes. */
  readonly transferMs: number;
}

interface Arrival {
  requests: number;
  certainty: Certainty;
}

const never: Certainty = { probability: 0, transferMs: 0 };

/**
 * Follows a request of an entry point through all calls that it makes. The services that it reaches must not call each
 * other in a circle.
 */
export function visitsOf(network: LoadNetwork, entry: EntryPoint, bound: Bound): Visits {
  const services = new Map<string, Arrival>();
  const stations = new Map<Station, Arrival>();

  const send = (mixes: readonly Mix[], each: Arrival): void => {
    const shares = boundShares(mixes, bound);
    for (const [service, share] of shares.services) arrive(services, service, { each, share });
    for (const [station, share] of shares.stations) arrive(stations, station, { each, share });
  };

  send(entry.mixes, { requests: 1, certainty: { probability: 1, transferMs: entry.transferMs } });
  // Callers first: all that a service gets is known before it is passed on.
  for (const component of network.components.toReversed()) {
    for (const name of component) {
      const arrival = services.get(name);
      if (arrival === undefined) continue;
      for (const { requestsPerRequest, transferMs, mixes } of network.callsByService.get(name) ?? []) {
        const { probability, transferMs: before } = arrival.certainty;
        send(mixes, {
          requests: arrival.requests * requestsPerRequest,
          certainty: { probability: probability * Math.min(1, requestsPerRequest), transferMs: before + transferMs },
        });
      }
    }
  }
  return {
    requests: new Map(Array.from(stations, ([station, { requests }]) => [station, requests])),
    certainties: new Map(Array.from(stations, ([station, { certainty }]) => [station, certainty])),
  };
}

function arrive<K>(
  arrivals: Map<K, Arrival>,
  key: K,
  { each, share }: { readonly each: Arrival; readonly share: number },
): void {
  const known = arrivals.get(key) ?? { requests: 0, certainty: never };
  const probability = each.certainty.probability * share;
  const isSurer = probability > known.certainty.probability;
  arrivals.set(key, {
    requests: known.requests + each.requests * share,
    certainty: isSurer ? { probability, transferMs: each.certainty.transferMs } : known.certainty,
  });
}

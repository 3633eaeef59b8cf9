import { erlangC } from './erlang-c.js';
import type { Station } from './station.js';

/** What a rate of requests does to a station. */
export interface StationLoad {
  readonly requestsPerSecond: number;
  /** Share of the workers that is busy; 1 and above: more comes than can be done. 0 where there are no workers. */
  readonly utilisation: number;
  /** Mean time in ms that a worker is busy with a request; 0 where nobody said. */
  readonly serviceMs: number;
  /** Mean time in ms that a request waits for a worker; Infinity from utilisation 1 on. */
  readonly waitingMs: number;
}

/**
 * Computes how busy a station is and how long requests stay there on average.
 */
export function loadOf(station: Station, requestsPerSecond: number): StationLoad {
  const { pace } = station;
  if (pace === undefined) return { requestsPerSecond, utilisation: 0, serviceMs: 0, waitingMs: 0 };
  if (pace.kind === 'delay') return { requestsPerSecond, utilisation: 0, serviceMs: pace.timeMs, waitingMs: 0 };
  const workers = station.replicas * pace.workersPerReplica;
  const offeredLoad = (requestsPerSecond * pace.serviceTimeMs) / 1000;
  const waitingMs =
    offeredLoad < workers ? (erlangC(workers, offeredLoad) * pace.serviceTimeMs) / (workers - offeredLoad) : Infinity;
  return { requestsPerSecond, utilisation: offeredLoad / workers, serviceMs: pace.serviceTimeMs, waitingMs };
}

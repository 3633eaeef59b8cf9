import { erlangC } from './erlang-c.js';
import type { Station } from './station.js';

const steps = 60; // halves the interval to the last bit that matters

/**
 * Time in ms that a request stays at a station, waiting and service together, longer than which only the share `tail` of
 * requests stays. Exact for M/M/c, first come first served: the service is exponential, and who waits, waits
 * exponentially. Infinity where more comes than can be done; 0 where the distribution is not known.
 *
 * @param tail more than 0; from 1 on the answer is 0
 */
export function sojournQuantile(station: Station, requestsPerSecond: number, tail: number): number {
  const { pace, replicas } = station;
  if (pace?.kind !== 'workers' || tail >= 1) return 0;
  const workers = replicas * pace.workersPerReplica;
  const offeredLoad = (requestsPerSecond * pace.serviceTimeMs) / 1000;
  if (offeredLoad >= workers) return Infinity;
  const waits = erlangC(workers, offeredLoad);
  const staysLonger = (times: number): number => tailOf(times, workers - offeredLoad, waits);
  let high = 1;
  while (staysLonger(high) > tail) high *= 2;
  let low = 0;
  for (let step = 0; step < steps; step += 1) {
    const middle = (low + high) / 2;
    if (staysLonger(middle) > tail) low = middle;
    else high = middle;
  }
  return high * pace.serviceTimeMs;
}

/**
 * Probability of a longer stay than `times` service times. `drain` is the rate, in requests per service time, at which the
 * queue shrinks; `waits` the probability of finding all workers busy.
 */
function tailOf(times: number, drain: number, waits: number): number {
  const served = Math.exp(-times);
  const gap = drain - 1;
  // What waiting adds to the tail of the service alone; its limit where both rates are the same.
  const more = Math.abs(gap * times) < 1e-6 ? times * served : (served - Math.exp(-drain * times)) / gap;
  return served + waits * more;
}

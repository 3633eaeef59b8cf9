import { listWords } from '../../words/list-words.js';
import { replicasFor } from '../replicas-for.js';
import type { Station } from '../station.js';
import { describeStation } from './describe-station.js';

/**
 * Makes a hint of how many replicas would do: `give version "v1" of service "cart" 3 replicas; it has 2`.
 */
export function suggestReplicas(
  overloads: readonly { readonly station: Station; readonly requestsPerSecond: number }[],
): string {
  const parts = overloads.flatMap(({ station, requestsPerSecond }) => {
    const replicas = replicasFor(station, requestsPerSecond);
    if (replicas === undefined) return [];
    return [
      `${describeStation(station)} ${String(replicas)} ${replicas === 1 ? 'replica' : 'replicas'} (it has ${String(station.replicas)})`,
    ];
  });
  return `give ${listWords(parts)}, or make it faster`;
}

import { compareText } from '../../util/compare-text.js';
import type { LoadNetwork, Mix } from './load-network.js';

/** Services that call each other in a circle, and who depends on them. */
export interface CircularServices {
  /** A circle that a request of these routes may come to; undefined where there is none. Sorted. */
  reachedBy(mixes: readonly Mix[]): readonly string[] | undefined;
}

/**
 * Finds the services whose times cannot be added up, because each would have to be known before the other.
 */
export function circularServices({ components, callsByService }: LoadNetwork): CircularServices {
  const circleByService = new Map<string, readonly string[]>();
  const reachedBy = (mixes: readonly Mix[]): readonly string[] | undefined => {
    for (const { station } of mixes.flatMap(({ shares }) => shares)) {
      const circle = circleByService.get(station.service);
      if (circle !== undefined) return circle;
    }
    return undefined;
  };
  for (const component of components) {
    for (const name of component) {
      const calls = (callsByService.get(name) ?? []).filter(({ requestsPerRequest }) => requestsPerRequest > 0);
      const isCircle = component.length > 1 || calls.some(({ mixes }) => endsAt(name, mixes));
      const circle = isCircle
        ? component.toSorted(compareText)
        : calls.map(({ mixes }) => reachedBy(mixes)).find((found) => found !== undefined);
      if (circle !== undefined) circleByService.set(name, circle);
    }
  }
  return { reachedBy };
}

function endsAt(service: string, mixes: readonly Mix[]): boolean {
  return mixes.some(({ shares }) => shares.some(({ station }) => station.service === service));
}

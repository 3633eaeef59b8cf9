import type { Origin } from '../../../diagnostics/origin.js';
import type { Built } from '../built.js';

/** The same part with one more row of the origin table: a part that proxies share comes from each one's own place. */
export function withOrigin<T>(built: Built<T>, key: string, origin: Origin): Built<T> {
  return { ...built, origins: [...built.origins, [key, origin]] };
}

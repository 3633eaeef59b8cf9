import { edgeLimits } from '../edge-limits.js';

const factors: Readonly<Record<string, number>> = {
  '': 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
};

/** Share of a container's memory that the heap may take; the rest is for stacks, code and the allocator. */
const heapShare = 0.8;

/**
 * Heap size for a container's memory limit (a Kubernetes quantity, such as `512Mi`); without one, or where it cannot be
 * read, what Envoy's edge guide takes: 2 GiB.
 */
export function heapBytes(memoryLimit: string | undefined): number {
  const [, number, unit = ''] = /^(\d+(?:\.\d+)?)(k|[KMGT]i|[MGT]|)$/.exec(memoryLimit ?? '') ?? [];
  const factor = factors[unit];
  return number === undefined || factor === undefined
    ? edgeLimits.heapBytes
    : Math.floor(Number(number) * factor * heapShare);
}

import { defineEffectiveCheck } from '../define-effective-check.js';
import { destinationSites } from '../destination-sites.js';
import type { EffectiveDestination } from '../../../ir/effective-mesh.js';

/** With so many callers one slow service holds up a good part of a mesh, and the limits of each add up. */
const manyCallers = 10;

/**
 * Finds services with many callers, none of which has a limit but Envoy's own.
 */
export const fanInWithoutCircuitBreaker = defineEffectiveCheck(
  'fan-in-without-circuit-breaker',
  function* ({ mesh, graph }) {
    const hubs = new Map(
      graph.nodes.flatMap((node) => {
        const callers = graph.callersOf(node).length;
        return node.kind === 'service' && callers >= manyCallers ? [[node.service, { node, callers }]] : [];
      }),
    );
    if (hubs.size === 0) return;
    const limits = new Map<object, number>();
    const limited = new Set<object>();
    for (const { destination } of destinationSites(mesh)) {
      const { service } = destination.backend;
      if (hasOwnLimit(destination)) limited.add(service);
      else limits.set(service, destination.circuitBreaker.maxRequests.value);
    }
    for (const [service, { node, callers }] of hubs) {
      const each = limits.get(service);
      if (each === undefined || limited.has(service)) continue;
      yield {
        message:
          `${String(callers)} proxies call service "${node.name}", none with limits of its own: each lets Envoy's default of ` +
          `${String(each)} requests be under way per replica, ${String(each * callers)} in all`,
        origin: node.origin,
        hint: 'give the service a circuitBreaker with what it can bear, so that too much fails at once instead of piling up',
      };
    }
  },
);

function hasOwnLimit({ circuitBreaker }: EffectiveDestination): boolean {
  return Object.values(circuitBreaker).some(({ origin }) => origin.kind === 'user');
}

import { createDiagnostic } from '../diagnostics/create-diagnostic.js';
import type { Diagnostic } from '../diagnostics/diagnostic.js';
import type { EffectiveDestination, EffectiveHttpRoute, EffectiveProxy } from '../ir/effective-mesh.js';

/**
 * Finds values that are sound at the scope that gives each, and contradict each other where the scopes meet. Envoy
 * would refuse them. Reports `invalid-value`, once for each route or destination however many proxies share it.
 */
export function judgeEffective(proxies: readonly EffectiveProxy[]): readonly Diagnostic[] {
  // What callers share is one object; what one caller decides apart may be wrong for it alone.
  const destinations = new Set(proxies.flatMap((proxy) => proxy.destinations));
  const routes = new Set(proxies.flatMap(routesOf));
  const found = [...[...destinations].flatMap(judgeRing), ...[...routes].flatMap(judgeBackOff)];
  return [...new Map(found.map((diagnostic) => [JSON.stringify(diagnostic), diagnostic])).values()];
}

function routesOf(proxy: EffectiveProxy): readonly EffectiveHttpRoute[] {
  return proxy.kind === 'service'
    ? proxy.outbound.flatMap((port) => (port.kind === 'http' ? port.routes : []))
    : proxy.ports.flatMap(({ virtualHosts }) => virtualHosts.flatMap(({ routes }) => routes));
}

function judgeRing({ name, loadBalancing }: EffectiveDestination): readonly Diagnostic[] {
  if (loadBalancing.kind !== 'ring-hash') return [];
  const { minimumRingSize = 1, maximumRingSize = Number.POSITIVE_INFINITY, origin } = loadBalancing;
  if (minimumRingSize <= maximumRingSize) return [];
  return [
    createDiagnostic('invalid-value', {
      message: `the minimum ring size of "${name}" is ${String(minimumRingSize)}, expected at most the maximum, ${String(maximumRingSize)}`,
      origin,
      hint: 'one of the two comes from a wider scope; give both here',
    }),
  ];
}

function judgeBackOff({ name, retries }: EffectiveHttpRoute): readonly Diagnostic[] {
  if (retries === undefined || retries.backOffBaseMs.value <= retries.backOffMaxMs.value) return [];
  const { backOffBaseMs, backOffMaxMs } = retries;
  return [
    createDiagnostic('invalid-value', {
      message: `the longest retry pause of route "${name}" is ${String(backOffMaxMs.value)} ms, expected at least the first pause, ${String(backOffBaseMs.value)} ms`,
      origin: backOffBaseMs.origin,
      related: [{ message: 'the longest pause', origin: backOffMaxMs.origin }],
      hint: 'give both at one scope',
    }),
  ];
}

import type { SimulatedMesh } from '../../behaviour/simulated-mesh.js';
import type { EffectiveMesh } from '../../ir/effective-mesh.js';
import type { RequestResult } from '../../simulate/network/request-result.js';
import { effectiveRouteName } from '../../targets/envoy/routes/effective-route-name.js';
import { destinationOf } from '../ask/destination-of.js';
import type { Asked } from '../asked.js';
import type { CoverageItem } from './coverage-item.js';
import { edgeName } from './edge-name.js';
import { policyName } from './policy-name.js';

/** Kind and name of what is exercised. */
export type ExercisedItem = Pick<CoverageItem, 'kind' | 'name'>;

/**
 * What one request of a test exercises: on every way that it may take, the rules that take it, the policies on them and
 * on the clusters that it is sent to, and the calls that it goes over. Some of it may not be in `meshItems`: defaults.
 */
export function exercisedItems({ trace, simulated }: Asked): readonly ExercisedItem[] {
  return trace.results.flatMap((result) =>
    result.way.flatMap((_, index) => {
      const hop = hopAt(simulated.mesh, result, index);
      return [...routesOf(hop), ...policiesOf(hop, simulated), ...edgesOf(hop, simulated.mesh)];
    }),
  );
}

interface Hop {
  readonly proxy: string;
  /** Name of the effective route; undefined where none takes the request. */
  readonly route: string | undefined;
  readonly cluster: string | undefined;
  /** Whether the request leaves the proxy for the cluster. */
  readonly goesOn: boolean;
}

function hopAt(mesh: EffectiveMesh, { way, clusters, end }: RequestResult, index: number): Hop {
  const { proxy = '', decision } = way[index] ?? {};
  const cluster = clusters[index];
  const taken = decision?.route === undefined ? undefined : effectiveRouteName(decision.route.name);
  const route = decision === undefined ? tcpRoute(mesh, proxy, cluster) : taken;
  return { proxy, route, cluster, goesOn: index + 1 < way.length || end.kind === 'workload' || end.kind === 'outside' };
}

/** The rules that an effective route is joined of. */
function routesOf({ route }: Hop): readonly ExercisedItem[] {
  if (route === undefined) return [];
  return route.split('+').map((part) => {
    const [owner = '', , ...name] = part.split('/');
    return { kind: 'route', name: `${owner}/${name.join('/')}` };
  });
}

function policiesOf({ proxy, route, cluster }: Hop, { origins }: SimulatedMesh): readonly ExercisedItem[] {
  const rows = Object.entries(origins.get(proxy) ?? {}).filter(
    ([key]) =>
      (route !== undefined && key.startsWith(`route/${route}#`)) ||
      (cluster !== undefined && key.startsWith(`cluster/${cluster}#`)),
  );
  return rows.flatMap(([key, origin]): ExercisedItem[] => {
    const name = policyName(key, origin);
    return name === undefined ? [] : [{ kind: 'policy', name }];
  });
}

function edgesOf({ proxy, route, cluster, goesOn }: Hop, mesh: EffectiveMesh): readonly ExercisedItem[] {
  const destination = cluster === undefined ? undefined : destinationOf(mesh, proxy, cluster);
  if (!goesOn || destination === undefined) return [];
  // A callee's rule may send on to another service: the call that was declared is the one to the callee.
  const [called = ''] = route?.split('/') ?? [];
  return [destination.backend.service.name, called].map((callee) => ({ kind: 'edge', name: edgeName(proxy, callee) }));
}

/** The rule by which a connection of bytes goes to a cluster. */
function tcpRoute(mesh: EffectiveMesh, name: string, cluster: string | undefined): string | undefined {
  const proxy = mesh.proxies.find((each) => each.name === name);
  if (proxy?.kind !== 'service') return undefined;
  for (const outbound of proxy.outbound) {
    if (outbound.kind === 'tcp' && outbound.route.destinations.some(({ destination }) => destination === cluster))
      return outbound.route.name;
  }
  return undefined;
}

import { add } from '../../simulate/rational/add.js';
import type { Rational } from '../../simulate/rational/rational.js';
import { serviceOfWorkload } from '../service-of-workload.js';
import type { SimulatedMesh } from '../simulated-mesh.js';
import type { Trace } from '../trace.js';
import { calleeOfCluster } from './callee-of-cluster.js';

/** The callees that a request ends at, with their shares; answers of proxies are no callee. */
export function sharesByCallee({ mesh }: SimulatedMesh, { results }: Trace): ReadonlyMap<string, Rational> {
  const shares = new Map<string, Rational>();
  for (const { end, probability, way, clusters } of results) {
    const callee =
      end.kind === 'workload'
        ? serviceOfWorkload(end.workload)
        : end.kind === 'outside'
          ? calleeOfCluster(mesh, way.at(-1)?.proxy ?? '', clusters.at(-1) ?? '')
          : undefined;
    if (callee === undefined) continue;
    const share = shares.get(callee);
    shares.set(callee, share === undefined ? probability : add(share, probability));
  }
  return shares;
}

import type { EffectiveMesh } from '../../ir/effective-mesh.js';
import type { ExternalService } from '../../ir/external-service.js';

/** Who opens connections to whom, as the proxies do it. */
export interface NetworkEdges {
  /** Within the mesh. */
  readonly inner: readonly { readonly caller: string; readonly callee: string; readonly targetPort: number }[];
  /** To external services. */
  readonly outer: readonly { readonly caller: string; readonly callee: ExternalService; readonly targetPort: number }[];
}

/**
 * Reads off the proxies' destinations who connects to whom. Not the declared calls themselves: where a callee's route
 * hands requests on to a third service, it is the caller's proxy that connects to it.
 */
export function networkEdges({ proxies }: EffectiveMesh): NetworkEdges {
  const inner: NetworkEdges['inner'][number][] = [];
  const outer: NetworkEdges['outer'][number][] = [];
  for (const { name: caller, destinations } of proxies) {
    for (const { backend, port } of destinations) {
      if (backend.kind === 'external-service')
        outer.push({ caller, callee: backend.service, targetPort: port.targetPort });
      else inner.push({ caller, callee: backend.service.name, targetPort: port.targetPort });
    }
  }
  return { inner, outer };
}

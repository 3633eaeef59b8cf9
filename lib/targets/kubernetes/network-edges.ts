import type { EffectiveMesh } from '../../ir/effective-mesh.js';
import type { ExternalService } from '../../ir/external-service.js';

/** A connection within the mesh. */
export interface InnerEdge {
  readonly caller: string;
  readonly callee: string;
  readonly targetPort: number;
}

/** A connection to an external service. */
export interface OuterEdge {
  readonly caller: string;
  readonly callee: ExternalService;
  readonly targetPort: number;
}

/** Who opens connections to whom, as the proxies do it; by name, so that a large mesh costs no more a service than a small one. */
export interface NetworkEdges {
  readonly innerByCaller: ReadonlyMap<string, readonly InnerEdge[]>;
  readonly innerByCallee: ReadonlyMap<string, readonly InnerEdge[]>;
  readonly outerByCaller: ReadonlyMap<string, readonly OuterEdge[]>;
}

/**
 * Reads off the proxies' destinations who connects to whom. Not the declared calls themselves: where a callee's route
 * hands requests on to a third service, it is the caller's proxy that connects to it.
 */
export function networkEdges({ proxies }: EffectiveMesh): NetworkEdges {
  const innerByCaller = new Map<string, InnerEdge[]>();
  const innerByCallee = new Map<string, InnerEdge[]>();
  const outerByCaller = new Map<string, OuterEdge[]>();
  for (const { name: caller, destinations } of proxies) {
    for (const { backend, port } of destinations) {
      if (backend.kind === 'external-service') {
        append(outerByCaller, caller, { caller, callee: backend.service, targetPort: port.targetPort });
        continue;
      }
      const edge = { caller, callee: backend.service.name, targetPort: port.targetPort };
      append(innerByCaller, caller, edge);
      append(innerByCallee, edge.callee, edge);
    }
  }
  return { innerByCaller, innerByCallee, outerByCaller };
}

function append<T>(itemsByName: Map<string, T[]>, name: string, item: T): void {
  const items = itemsByName.get(name);
  if (items === undefined) itemsByName.set(name, [item]);
  else items.push(item);
}

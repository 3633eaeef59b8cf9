import type { Origin } from '../../diagnostics/origin.js';
import type { EffectiveMesh } from '../../ir/effective-mesh.js';
import { sortBy } from '../../util/sort-by.js';

/** A port of a callee that a service may send to, because its program declares the call. */
export interface Edge {
  readonly from: string;
  readonly callee: string;
  readonly port: number;
  /** Host that the caller uses. */
  readonly host: string;
  readonly isHttp: boolean;
  /** Address of the callee where it is fixed. */
  readonly address: string | undefined;
  readonly origin: Origin;
  /** Where it is said how connections are divided: the rule, or the call where nothing but the default rule is. */
  readonly routeOrigin: Origin;
}

/** All edges of a mesh; sorted. */
export function edgesOf({ proxies }: EffectiveMesh): readonly Edge[] {
  const edges = proxies.flatMap((proxy) => {
    if (proxy.kind !== 'service') return [];
    return proxy.outbound.map((outbound): Edge => {
      const { callee, port, origin, kind } = outbound;
      return {
        from: proxy.name,
        callee: callee.service.name,
        port: port.number,
        host: callee.kind === 'service' ? callee.service.name : (callee.service.hosts[0] ?? callee.service.name),
        isHttp: kind === 'http',
        address: callee.kind === 'service' ? callee.service.clusterIp : undefined,
        origin,
        routeOrigin: kind === 'tcp' && outbound.route.origin.kind === 'user' ? outbound.route.origin : origin,
      };
    });
  });
  return sortBy(edges, edgeKey);
}

/** What an edge is, as a text to compare by. */
export function edgeKey({ from, callee, port }: Pick<Edge, 'from' | 'callee' | 'port'>): string {
  return `${from} -> ${callee}:${port}`;
}

import type { SimulatedMesh } from '../../behaviour/simulated-mesh.js';
import type { RequestResult } from '../../simulate/network/request-result.js';
import { destinationOf } from './destination-of.js';

/** An external service that a request ends at. */
export interface OutsideEnd {
  /** Its name in the mesh. */
  readonly service: string;
  /** Hosts of it that the request may be for: all where they share fixed addresses. */
  readonly hosts: readonly string[];
}

/** The external service that a request ends at; undefined where it ends elsewhere. */
export function outsideEnd({ end, way, clusters }: RequestResult, { mesh }: SimulatedMesh): OutsideEnd | undefined {
  const proxy = way.at(-1)?.proxy;
  const cluster = clusters.at(-1);
  if (end.kind !== 'outside' || proxy === undefined || cluster === undefined) return undefined;
  const destination = destinationOf(mesh, proxy, cluster);
  if (destination?.backend.kind !== 'external-service') return undefined;
  const { name, hosts, endpoints } = destination.backend.service;
  if (cluster !== destination.name) return { service: name, hosts: [cluster.slice(destination.name.length + 1)] };
  return { service: name, hosts: endpoints.length > 0 ? hosts : hosts.slice(0, 1) };
}

import { tmpdir } from 'node:os';
import type { Cluster } from 'envoy-config-types/envoy/config/cluster/v3';
import type { ClusterLoadAssignment } from 'envoy-config-types/envoy/config/endpoint/v3';
import { compileKubernetes } from '../../lib/compiler/compile-kubernetes.js';
import { compileMesh } from '../../lib/compiler/compile-mesh.js';
import type { ResourceSet } from '../../lib/envoy-resources/resource-set.js';
import type { MeshIr } from '../../lib/ir/mesh-ir.js';
import { generateMesh } from '../compile/generate-mesh.js';
import { createAdsConverter } from './to-ads.js';

/** Declares the mesh that is served. */
export function declareMesh(size: number): MeshIr {
  return generateMesh(size, tmpdir()).mesh.toIr();
}

/** The mesh with another timeout on the routes of the services that are chosen. */
export function withOtherTimeout(ir: MeshIr, isChosen: (service: number) => boolean): MeshIr {
  const services = ir.services.map((service, index) => {
    if (!isChosen(index)) return service;
    const timeout = { origin: service.origin, requestMs: 7_000 };
    const routes = service.routes.map((route) =>
      route.kind === 'http' ? { ...route, policies: { ...route.policies, timeout } } : route,
    );
    return { ...service, routes };
  });
  return { ...ir, services };
}

/**
 * Compiles the mesh to what each sidecar is to hold, by group. Each version of a service has two endpoints, which come
 * by ADS as those of a registry do.
 */
export function compileResources(ir: MeshIr): ReadonlyMap<string, ResourceSet> {
  const { mesh, diagnostics } = compileMesh(ir);
  if (mesh === undefined) throw new Error(JSON.stringify(diagnostics.slice(0, 3)));
  const toAds = createAdsConverter();
  const clusters = new Map<Cluster, Cluster>();
  return new Map(
    compileKubernetes(mesh, {}).proxies.map((proxy): [string, ResourceSet] => {
      const resources = toAds(proxy.resources);
      const served = resources.clusters.map((cluster) => {
        const known = clusters.get(cluster) ?? withEndpointsByAds(cluster);
        clusters.set(cluster, known);
        return known;
      });
      const names = served.flatMap(({ name, type }) => (type === 'EDS' ? [name] : []));
      return [`sidecar~${proxy.name}`, { ...resources, clusters: served, endpoints: names.map(endpointsOf) }];
    }),
  );
}

const assignments = new Map<string, ClusterLoadAssignment>();

function endpointsOf(cluster: string): ClusterLoadAssignment {
  const known = assignments.get(cluster) ?? twoEndpoints(cluster, 1);
  assignments.set(cluster, known);
  return known;
}

/** The endpoints of a cluster; another host for another number. */
export function twoEndpoints(cluster: string, host: number): ClusterLoadAssignment {
  const lb_endpoints = [host, host + 1].map((last) => ({
    endpoint: {
      address: { socket_address: { address: `10.1.${String(cluster.length)}.${String(last)}`, port_value: 8080 } },
    },
  }));
  return { cluster_name: cluster, endpoints: [{ lb_endpoints }] };
}

/** Clusters inside the mesh find their endpoints by DNS where files are all that a proxy has. */
function withEndpointsByAds(cluster: Cluster): Cluster {
  const { cluster_type, load_assignment: _, ...rest } = cluster as Cluster & { readonly cluster_type?: object };
  if (cluster_type === undefined) return cluster;
  return {
    ...rest,
    type: 'EDS',
    eds_cluster_config: { eds_config: { resource_api_version: 'V3', ads: {} } },
  };
}

import type { ProxyConfig } from '../envoy-resources/proxy-config.js';
import type { EffectiveMesh } from '../ir/effective-mesh.js';
import type { Service } from '../ir/service.js';
import type { Version } from '../ir/version.js';
import type { Workload } from '../simulate/network/simulated-network.js';
import { readProxy } from '../simulate/proxy/read-proxy.js';
import type { SimulatedProxy } from '../simulate/proxy/simulated-proxy.js';
import { toRational } from '../simulate/rational/to-rational.js';
import { headlessServiceName, serviceHost, versionServiceName } from '../util/kubernetes-names.js';
import type { SimulatedMesh } from './simulated-mesh.js';

/**
 * Makes a mesh that can be asked out of what the compiler made for Kubernetes. Endpoints are the pods that the program
 * declares: a service's requests spread over its versions as its replicas do.
 */
export function simulateMesh(mesh: EffectiveMesh, proxies: readonly ProxyConfig[]): SimulatedMesh {
  const configs = new Map(proxies.map((config) => [config.name, config]));
  const read = new Map<string, SimulatedProxy>();
  const workloads = workloadsByHost(mesh);
  return {
    mesh,
    configs,
    origins: new Map(proxies.map(({ name, origins }) => [name, origins])),
    network: {
      proxy(name) {
        const known = read.get(name);
        const config = configs.get(name);
        if (known !== undefined || config === undefined) return known;
        const proxy = readProxy({ name, bootstrap: config.bootstrap, ...config.resources });
        read.set(name, proxy);
        return proxy;
      },
      find: ({ host }) => workloads.get(host),
    },
  };
}

function workloadsByHost({ ir }: EffectiveMesh): ReadonlyMap<string, readonly Workload[]> {
  const byHost = new Map<string, readonly Workload[]>();
  for (const service of ir.services) {
    byHost.set(serviceHost(headlessServiceName(service.name), ir), workloadsOf(service, service.versions));
    for (const version of service.versions)
      byHost.set(serviceHost(versionServiceName(service.name, version.name), ir), workloadsOf(service, [version]));
  }
  return byHost;
}

function workloadsOf({ name }: Service, versions: readonly Version[]): readonly Workload[] {
  const replicas = versions.reduce((sum, version) => sum + version.replicas, 0);
  return versions.flatMap((version) =>
    version.replicas === 0
      ? []
      : [
          {
            name: `${name}@${version.name}`,
            share: toRational(version.replicas, replicas),
            // The pod's rules redirect what comes in to this listener.
            proxy: { name, redirectedTo: 'inbound' },
          },
        ],
  );
}

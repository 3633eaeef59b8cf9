import type { Bootstrap } from 'envoy-config-types/envoy/config/bootstrap/v3';
import type { ResourceSource } from '../../../envoy-resources/resource-source.js';
import { proxyPorts } from '../../../envoy-resources/proxy-ports.js';
import type { MeshIr } from '../../../ir/mesh-ir.js';
import { adminCluster } from '../bootstrap/admin-cluster.js';
import { bootstrap } from '../bootstrap/bootstrap.js';
import type { Built } from '../built.js';
import { adminPageListener } from '../listeners/admin-page-listener.js';
import type { ResourceChecker } from '../resource-checker.js';

/** Builds the bootstrap of a pod's proxy; the command line names the node, so that sidecars share one. */
export function kubernetesBootstrap(
  { ir, source, heapBytes }: { readonly ir: MeshIr; readonly source: ResourceSource; readonly heapBytes?: number },
  check: ResourceChecker,
): Built<Bootstrap> {
  return check({
    type: 'envoy.config.bootstrap.v3.Bootstrap',
    label: 'bootstrap',
    resource: bootstrap({
      source,
      rollouts: ir.rollouts,
      adminPort: proxyPorts.admin,
      heapBytes,
      clusters: [adminCluster],
      listeners: [
        adminPageListener({ name: 'health', port: proxyPorts.ready, path: '/healthz/ready', adminPath: '/ready' }),
        adminPageListener({
          name: 'metrics',
          port: proxyPorts.metrics,
          path: '/stats/prometheus',
          adminPath: '/stats/prometheus',
        }),
      ],
    }),
    origin: ir.origin,
  });
}

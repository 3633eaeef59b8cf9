import type { Bootstrap } from 'envoy-config-types/envoy/config/bootstrap/v3';
import type { Origin } from '../../../diagnostics/origin.js';
import type { MeshIr } from '../../../ir/mesh-ir.js';
import { bootstrap } from '../bootstrap/bootstrap.js';
import type { Built } from '../built.js';
import type { LocalInstance } from '../environment.js';
import type { ResourceChecker } from '../resource-checker.js';

/** What the bootstrap of a local proxy is made of. */
export interface LocalBootstrapInput {
  readonly name: string;
  readonly instance: LocalInstance;
  readonly rollouts: MeshIr['rollouts'];
  readonly heapBytes?: number;
  readonly origin: Origin;
}

/** The bootstrap of a proxy on this machine. */
export function localBootstrap(
  { name, instance, rollouts, heapBytes, origin }: LocalBootstrapInput,
  check: ResourceChecker,
): Built<Bootstrap> {
  return check({
    type: 'envoy.config.bootstrap.v3.Bootstrap',
    label: `bootstrap of "${name}"`,
    resource: bootstrap({
      source: { changedBy: 'server' },
      rollouts,
      adminPort: instance.adminPort,
      node: { id: name, cluster: instance.owner },
      heapBytes,
    }),
    origin,
  });
}

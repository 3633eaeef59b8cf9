import type { Bootstrap } from 'envoy-config-types/envoy/config/bootstrap/v3';
import type { ConfigSource } from 'envoy-config-types/envoy/config/core/v3';
import { adsBootstrap } from '../../envoy-resources/ads-bootstrap.js';
import type { MeshIr } from '../../ir/mesh-ir.js';
import { spiffeId } from '../../ir/spiffe-id.js';
import { serviceHost } from '../../util/kubernetes-names.js';
import { controlPlaneNames } from './control-plane-names.js';
import { controlPlanePorts } from './control-plane-ports.js';
import { proofDirectory } from './proof-volume.js';

/** What the proxy of a pod starts with to ask the control plane for everything. The command line names the node. */
export function proxyBootstrap(bootstrap: Bootstrap, ir: MeshIr): Bootstrap {
  const asking = adsBootstrap(bootstrap, {
    host: serviceHost(controlPlaneNames.server, ir),
    port: controlPlanePorts.xds,
    variant: 'delta',
    tls: {
      trustedCa: { filename: `${proofDirectory}/ca.crt` },
      server: { kind: 'uri', name: spiffeId(ir, controlPlaneNames.server) },
    },
    bearerTokenFile: `${proofDirectory}/token`,
  });
  // Left to itself Envoy is ready after 15 s without any listener, and its workload would start.
  const waiting: ConfigSource = { resource_api_version: 'V3', ads: {}, initial_fetch_timeout: '0s' };
  return {
    ...asking,
    dynamic_resources: { ...asking.dynamic_resources, cds_config: waiting, lds_config: waiting },
  };
}

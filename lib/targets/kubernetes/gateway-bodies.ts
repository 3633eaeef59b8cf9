import type { GatewayProxy } from '../../ir/effective-mesh.js';
import type { Gateway } from '../../ir/gateway.js';
import { configFiles } from './config-files.js';
import { configMapBody } from './config-map-body.js';
import { deploymentSpec } from './deployment-spec.js';
import type { Emission } from './emission.js';
import type { JsonObject } from './kubernetes-manifest.js';
import type { ManifestBodies } from './manifest-body.js';
import { networkPolicySpec } from './network-policy-spec.js';
import { objectLabels } from './object-labels.js';
import { podDisruptionBudgetSpec } from './pod-disruption-budget-spec.js';
import { podSelector } from './pod-selector.js';
import { proofVolume } from './proof-volume.js';
import { proxyContainer } from './proxy-container.js';
import { serviceSpec } from './service-spec.js';
import { wholeSeconds } from './whole-seconds.js';

/** Makes the content of every manifest of a gateway, by slot id. */
export function gatewayBodies(proxy: GatewayProxy, emission: Emission): ManifestBodies {
  const { gateway } = proxy;
  const { name } = gateway;
  const { controlPlane } = emission.settings;
  const labels = objectLabels({
    mesh: emission.mesh.ir.name,
    owner: { name, component: 'gateway' },
    own: gateway.labels,
  });
  const selector = podSelector(name);
  const configMap = configMapBody(name, configFiles(proxy, emission), labels);
  const ports = gateway.ports.map((port) => ({ ...port, targetPort: port.number }));
  const openPorts = gateway.ports.map(({ number }) => number);
  return {
    ...(gateway.serviceAccount === name ? { 'service-account': { labels, automountServiceAccountToken: false } } : {}),
    service: { labels, spec: serviceSpec({ selector, ports, type: gateway.exposure }) },
    'envoy-config': configMap,
    'network-policy': { labels, spec: networkPolicySpec({ owner: name, openPorts, ...emission }) },
    deployment: {
      labels,
      spec: deploymentSpec({
        replicas: gateway.replicas,
        selector,
        labels,
        serviceAccount: gateway.serviceAccount,
        configMap: configMap.name,
        initContainers: [],
        container: gatewayContainer(gateway, emission),
        volumes: controlPlane === undefined ? [] : [proofVolume(controlPlane)],
        ports: openPorts,
        drainMs: emission.settings.gatewayDrainMs,
      }),
    },
    'pod-disruption-budget': { labels, spec: podDisruptionBudgetSpec(selector) },
  };
}

function gatewayContainer({ name, ports, resources }: Gateway, { settings }: Emission): JsonObject {
  const nodeGroup = settings.controlPlane === undefined ? undefined : `gateway~${name}`;
  return {
    ...proxyContainer({ owner: name, nodeGroup, image: settings.proxyImage, resources, ports }),
    lifecycle: { preStop: { sleep: { seconds: wholeSeconds(settings.gatewayDrainMs) } } },
  };
}

import type { ServiceProxy } from '../../ir/effective-mesh.js';
import type { Rollout } from '../../ir/rollout/rollout.js';
import type { Service } from '../../ir/service.js';
import type { Version } from '../../ir/version.js';
import { configFiles } from './config-files.js';
import { configMapBody } from './config-map-body.js';
import { deploymentSpec } from './deployment-spec.js';
import type { Emission } from './emission.js';
import type { JsonObject } from './kubernetes-manifest.js';
import type { ManifestBodies, ManifestBody } from './manifest-body.js';
import { networkPolicySpec } from './network-policy-spec.js';
import { objectLabels } from './object-labels.js';
import { podDisruptionBudgetSpec } from './pod-disruption-budget-spec.js';
import { podSelector } from './pod-selector.js';
import { proofVolume } from './proof-volume.js';
import { proxyContainer } from './proxy-container.js';
import { rolloutNames } from './rollout-names.js';
import { redirectContainer } from './redirect-container.js';
import { serviceSpec } from './service-spec.js';
import type { KubernetesSettings } from './kubernetes-settings.js';
import { workloadContainer } from './workload-container.js';

/** Makes the content of every manifest of a service, by slot id. */
export function serviceBodies(proxy: ServiceProxy, emission: Emission): ManifestBodies {
  const { service } = proxy;
  const { name, ports, clusterIp } = service;
  const labels = serviceLabels(service, emission);
  const selector = podSelector(name);
  const configMap = configMapBody(name, configFiles(proxy, emission), labels);
  const bodies: ManifestBodies = {
    service: { labels, spec: serviceSpec({ selector, ports, ...(clusterIp === undefined ? {} : { clusterIp }) }) },
    'headless-service': { labels, spec: serviceSpec({ selector, ports, type: 'headless' }) },
    'envoy-config': configMap,
    'network-policy': { labels, spec: networkPolicySpec({ owner: name, openPorts: [], ...emission }) },
    ...(service.serviceAccount === name ? { 'service-account': { labels, automountServiceAccountToken: false } } : {}),
  };
  return service.versions.reduce(
    (all, version) => ({ ...all, ...versionBodies({ version, proxy, configMap: configMap.name }, emission) }),
    bodies,
  );
}

interface VersionInput {
  readonly version: Version;
  readonly proxy: ServiceProxy;
  /** Name of the ConfigMap with the proxy's files. */
  readonly configMap: string;
}

function versionBodies(input: VersionInput, emission: Emission): ManifestBodies {
  const { version } = input;
  const { service } = input.proxy;
  const labels = serviceLabels(service, emission, version);
  const selector = podSelector(service.name, version.name);
  const headless = serviceSpec({ selector, ports: service.ports, type: 'headless' });
  return {
    [`deployment-${version.name}`]: {
      labels,
      ...scaledByController(input, emission),
      spec: workloadDeployment(input, emission),
    },
    [`headless-service-${version.name}`]: { labels, spec: headless },
    [`pod-disruption-budget-${version.name}`]: { labels, spec: podDisruptionBudgetSpec(selector) },
  };
}

/**
 * How many pods run of a canary follows from its rollout. A manifest that named a number would set it back whenever it is applied; the one
 * of the stable side does name it, since to leave it out of a manifest that had it would leave one pod.
 */
function isCanary(
  { version, proxy }: Pick<VersionInput, 'version' | 'proxy'>,
  { hasController, mesh }: Emission,
): boolean {
  const isIn = ({ subject }: Rollout): boolean =>
    subject.kind === 'versions' &&
    subject.services.some(({ service, canary }) => service === proxy.service.name && canary === version.name);
  return hasController && mesh.ir.rollouts.some(isIn);
}

function scaledByController(input: VersionInput, emission: Emission): Pick<ManifestBody, 'annotations'> {
  if (!isCanary(input, emission)) return {};
  return { annotations: { [rolloutNames.replicas]: String(Math.max(1, input.version.replicas)) } };
}

function workloadDeployment({ version, proxy, configMap }: VersionInput, emission: Emission): JsonObject {
  const { service } = proxy;
  const { container, volumes } = workloadContainer(proxy, version);
  const { controlPlane } = emission.settings;
  return deploymentSpec({
    ...(isCanary({ version, proxy }, emission) ? {} : { replicas: version.replicas }),
    selector: podSelector(service.name, version.name),
    labels: { ...version.labels, ...serviceLabels(service, emission, version) },
    serviceAccount: service.serviceAccount,
    configMap,
    initContainers: initContainers(service.name, version.name, emission.settings),
    container,
    volumes: controlPlane === undefined ? volumes : [proofVolume(controlPlane), ...volumes],
    ports: service.ports.map(({ targetPort }) => targetPort),
    drainMs: version.drainMs,
  });
}

function initContainers(service: string, version: string, settings: KubernetesSettings): JsonObject[] {
  const { proxyImage: image, proxyResources: resources, controlPlane } = settings;
  const nodeGroup = controlPlane === undefined ? undefined : `sidecar~${service}/${version}`;
  return [
    ...(settings.redirect === 'init-container' ? [redirectContainer(settings)] : []),
    {
      ...proxyContainer({ owner: service, nodeGroup, image, resources, ports: [] }),
      // A native sidecar: the workload starts once the proxy is ready, and the proxy gets SIGTERM only after the
      // workload has ended, so that neither ever runs without the other.
      restartPolicy: 'Always',
    },
  ];
}

function serviceLabels(service: Service, emission: Emission, version?: Version): Readonly<Record<string, string>> {
  const { name, labels } = service;
  return objectLabels({
    mesh: emission.mesh.ir.name,
    owner: { name, component: 'service', ...(version === undefined ? {} : { version: version.name }) },
    own: labels,
  });
}

import { stableJson } from '../../util/stable-json.js';
import { controlPlaneDeployment } from './control-plane-deployment.js';
import { controlPlaneNames } from './control-plane-names.js';
import { controlPlanePorts } from './control-plane-ports.js';
import { controlPlaneRules } from './control-plane-rules.js';
import type { Emission } from './emission.js';
import type { JsonObject } from './kubernetes-manifest.js';
import type { ControlPlaneSettings } from './kubernetes-settings.js';
import type { ManifestBodies } from './manifest-body.js';
import { meshFile } from './mesh-file.js';
import { namespaceSelector } from './namespace-selector.js';
import { objectLabels } from './object-labels.js';
import { podDisruptionBudgetSpec } from './pod-disruption-budget-spec.js';
import { podSelector } from './pod-selector.js';
import { rolloutNames } from './rollout-names.js';
import { serviceSpec } from './service-spec.js';

/** Makes the content of every manifest of a mesh's control plane, by slot id. */
export function controlPlaneBodies(emission: Emission, controlPlane: ControlPlaneSettings): ManifestBodies {
  const { ir } = emission.mesh;
  const labels = objectLabels({
    mesh: ir.name,
    owner: { name: controlPlaneNames.server, component: 'control-plane' },
  });
  const selector = podSelector(controlPlaneNames.server);
  const subjects = [{ kind: 'ServiceAccount', name: controlPlaneNames.server, namespace: ir.namespace }];
  const roleRef = (kind: string, name: string): JsonObject => ({ apiGroup: 'rbac.authorization.k8s.io', kind, name });
  return {
    // The pod says itself that it takes the token.
    'control-plane-service-account': { labels, automountServiceAccountToken: false },
    'control-plane-role': { labels, rules: controlPlaneRules.namespace },
    'control-plane-role-binding': { labels, roleRef: roleRef('Role', controlPlaneNames.server), subjects },
    'control-plane-cluster-role': { labels, rules: controlPlaneRules.cluster },
    'control-plane-cluster-role-binding': {
      labels,
      roleRef: roleRef('ClusterRole', `${controlPlaneNames.server}-token-review-${ir.namespace}`),
      subjects,
    },
    'control-plane-mesh': { labels, data: { [meshFile]: stableJson(ir, 0) } },
    // Both are filled by the control plane; whoever applies these manifests again says nothing of what they hold.
    'control-plane-roots': { labels },
    'control-plane-keys': { labels, type: 'Opaque' },
    'control-plane-service': { labels, spec: serviceSpec({ selector, ports: servicePorts }) },
    'control-plane-network-policy': { labels, spec: networkPolicy(selector, emission) },
    'control-plane-deployment': { labels, spec: controlPlaneDeployment({ ir, labels, selector, controlPlane }) },
    'control-plane-pod-disruption-budget': { labels, spec: podDisruptionBudgetSpec(selector) },
  };
}

const servicePorts = [
  { name: 'xds', number: controlPlanePorts.xds, targetPort: controlPlanePorts.xds, protocol: 'tcp' },
  { name: 'api', number: controlPlanePorts.api, targetPort: controlPlanePorts.api, protocol: 'tcp' },
] as const;

/**
 * In: the namespace's pods for their configuration; the mesh API and its metrics for whom proxies show theirs to, and for the controller of rollouts. The way out is
 * open: policies cannot name the API server, nor the instances that are asked for their health.
 */
function networkPolicy(
  selector: Readonly<Record<string, string>>,
  { settings: { metricsNamespace }, hasController }: Emission,
): JsonObject {
  return {
    podSelector: { matchLabels: selector },
    policyTypes: ['Ingress'],
    ingress: [
      { from: [{ podSelector: {} }], ports: [{ protocol: 'TCP', port: controlPlanePorts.xds }] },
      {
        from: [
          { namespaceSelector: namespaceSelector(metricsNamespace) },
          ...(hasController ? [{ podSelector: { matchLabels: podSelector(rolloutNames.controller) } }] : []),
        ],
        ports: [{ protocol: 'TCP', port: controlPlanePorts.api }],
      },
    ],
  };
}

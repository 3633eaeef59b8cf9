import { workloadName } from '../../util/kubernetes-names.js';
import { controllerDeployment } from './controller-deployment.js';
import { controllerPort } from './controller-port.js';
import type { Emission } from './emission.js';
import type { JsonObject } from './kubernetes-manifest.js';
import type { ManifestBodies } from './manifest-body.js';
import { namespaceSelector } from './namespace-selector.js';
import { objectLabels } from './object-labels.js';
import { podDisruptionBudgetSpec } from './pod-disruption-budget-spec.js';
import { podSelector } from './pod-selector.js';
import { rolloutCrd } from './rollout-crd.js';
import { rolloutNames } from './rollout-names.js';
import { rolloutRules } from './rollout-rules.js';

/** Makes the content of every manifest that the rollouts of a mesh have in common, by slot id; nothing where they have no controller. */
export function controllerBodies(emission: Emission): ManifestBodies {
  const { ir } = emission.mesh;
  const { controlPlane } = emission.settings;
  if (!emission.hasController || controlPlane?.rollouts === undefined) return {};
  const { rollouts } = controlPlane;
  const { controller: name } = rolloutNames;
  const labels = objectLabels({ mesh: ir.name, owner: { name, component: 'control-plane' } });
  const selector = podSelector(name);
  return {
    'rollouts-definition': {
      // The same whatever mesh writes it; and what deletes it deletes the rollouts of all of them.
      labels: { 'app.kubernetes.io/managed-by': 'meshwright' },
      annotations: {
        'argocd.argoproj.io/sync-options': 'Prune=false',
        'kustomize.toolkit.fluxcd.io/prune': 'disabled',
      },
      spec: rolloutCrd,
    },
    // The pod says itself that it takes the token.
    'rollouts-service-account': { labels, automountServiceAccountToken: false },
    'rollouts-role': { labels, rules: rolloutRules(rolledOut(emission)) },
    'rollouts-role-binding': {
      labels,
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name },
      subjects: [{ kind: 'ServiceAccount', name, namespace: ir.namespace }],
    },
    // Both are filled by the controller; whoever applies these manifests again says nothing of what they hold.
    'rollouts-lease': { labels },
    'rollouts-past': { labels },
    'rollouts-network-policy': { labels, spec: networkPolicy(selector, emission) },
    'rollouts-deployment': { labels, spec: controllerDeployment({ ir, labels, selector, controlPlane, rollouts }) },
    'rollouts-pod-disruption-budget': { labels, spec: podDisruptionBudgetSpec(selector) },
  };
}

/** In: its API and its metrics, for whom proxies show theirs to. The way out is open: policies cannot name the API server. */
function networkPolicy(
  selector: Readonly<Record<string, string>>,
  { settings: { metricsNamespace } }: Emission,
): JsonObject {
  return {
    podSelector: { matchLabels: selector },
    policyTypes: ['Ingress'],
    ingress: [
      {
        from: [{ namespaceSelector: namespaceSelector(metricsNamespace) }],
        ports: [{ protocol: 'TCP', port: controllerPort }],
      },
    ],
  };
}

/** Names of the Deployments of all versions that are rolled out, of both sides; sorted. */
function rolledOut({ mesh }: Emission): readonly string[] {
  const names = mesh.ir.rollouts.flatMap(({ subject }) =>
    subject.kind === 'versions'
      ? subject.services.flatMap(({ service, stable, canary }) => [
          workloadName(service, stable),
          workloadName(service, canary),
        ])
      : [],
  );
  return [...new Set(names)].sort();
}

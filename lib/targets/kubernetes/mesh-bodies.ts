import { controlPlaneBodies } from './control-plane-bodies.js';
import { controllerBodies } from './controller-bodies.js';
import type { Emission } from './emission.js';
import type { ManifestBodies } from './manifest-body.js';
import { objectLabels } from './object-labels.js';

/** Makes the content of the manifests of the mesh itself, by slot id. */
export function meshBodies(emission: Emission): ManifestBodies {
  const { mesh, settings } = emission;
  const labels = objectLabels({ mesh: mesh.ir.name });
  // What the pods need, no more: NET_ADMIN in the redirect container is beyond `baseline`; all else is `restricted`.
  const level = settings.redirect === 'init-container' ? 'privileged' : 'restricted';
  return {
    namespace: { labels: { ...labels, 'pod-security.kubernetes.io/enforce': level } },
    'default-deny': {
      labels,
      // The namespace is the mesh's: a pod in it that no policy speaks of can be connected to by nobody.
      spec: { podSelector: {}, policyTypes: ['Ingress'] },
    },
    ...(settings.controlPlane === undefined ? {} : controlPlaneBodies(emission, settings.controlPlane)),
    ...controllerBodies(emission),
  };
}

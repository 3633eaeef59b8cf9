import type { JsonObject } from './kubernetes-manifest.js';
import type { ManifestBody } from './manifest-body.js';
import { objectLabels } from './object-labels.js';

/** Makes the content of a Rollout object: the plan, and nothing of what becomes of it. */
export function rolloutBody(plan: JsonObject, mesh: string): ManifestBody {
  return {
    labels: objectLabels({ mesh }),
    // Comes after what it needs, and goes before it: without a controller nobody would let go of it.
    annotations: { 'argocd.argoproj.io/sync-wave': '1' },
    spec: plan,
  };
}

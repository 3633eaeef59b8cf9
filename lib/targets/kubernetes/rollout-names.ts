/** Names of what rollouts are in Kubernetes: `synth` writes them, and the controller reads them. */
export const rolloutNames = Object.freeze({
  group: 'meshwright.dev',
  version: 'v1alpha1',
  kind: 'Rollout',
  plural: 'rollouts',
  /** Of the controller's Deployment, its service account and its role. */
  controller: 'meshwright-controller',
  /** Lease of the controller that decides. */
  lease: 'meshwright-rollouts',
  /** ConfigMap of what is kept of rollouts that were deleted. */
  past: 'meshwright-rollouts-past',
  /** Holds a deleted rollout until nothing comes to its canary. */
  finalizer: 'meshwright.dev/drain',
  /** Prefix of annotations on a rollout by which people ask: `ask.meshwright.dev/<any>: abort`. */
  ask: 'ask.meshwright.dev/',
  /** Annotation of a Deployment whose replicas are the controller's: how many it has when everything comes to it. */
  replicas: 'meshwright.dev/replicas',
  /** Annotation of what divides requests in other meshes: the share that it was given last, with its number. */
  share: 'meshwright.dev/share',
});

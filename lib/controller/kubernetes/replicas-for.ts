import { rolloutNames } from '../../targets/kubernetes/rollout-names.js';
import type { KubeDeployment } from './kube-deployment.js';

/**
 * How many replicas a Deployment has to have for a capacity of 0 to 1: of those that the program gives it, rounded up. Undefined where its
 * replicas are not ours.
 */
export function replicasFor({ metadata }: KubeDeployment, capacity: number): number | undefined {
  const full = Number(metadata.annotations?.[rolloutNames.replicas]);
  return Number.isSafeInteger(full) && full >= 0 ? Math.ceil(full * capacity) : undefined;
}

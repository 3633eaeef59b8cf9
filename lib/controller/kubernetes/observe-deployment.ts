import type { WorkloadObserved } from '../../rollout/observation/observation.js';
import type { KubeDeployment } from './kube-deployment.js';
import { replicasFor } from './replicas-for.js';

/** Of what side a Deployment is, and how much of it was asked to run last, 0 to 1; undefined: nothing was asked for yet. */
export interface DeploymentAsked {
  readonly side: 'canary' | 'stable';
  readonly capacity: number | undefined;
}

/**
 * What a Deployment says of its pods. What is desired is what was asked for, also before the Deployment says so itself: else one
 * pod of a side that was made small would pass for all of it. Of a canary only pods of the template that is there now count.
 */
export function observeDeployment(deployment: KubeDeployment, { side, capacity }: DeploymentAsked): WorkloadObserved {
  const { metadata, spec, status = {} } = deployment;
  // A status of another spec says nothing of this one.
  if ((status.observedGeneration ?? 0) < (metadata.generation ?? 0)) return { kind: 'unknown' };
  const { replicas = 0, updatedReplicas = 0, readyReplicas = 0 } = status;
  const old = Math.max(0, replicas - updatedReplicas);
  const ready = side === 'canary' ? Math.max(0, readyReplicas - old) : readyReplicas;
  const failure = failureOf(status);
  const known = { kind: 'known', ready, desired: desiredOf(deployment, spec.replicas ?? 1, capacity) } as const;
  return failure === undefined ? known : { ...known, failure };
}

function desiredOf(deployment: KubeDeployment, now: number, capacity: number | undefined): number {
  if (capacity === undefined) return now;
  const wanted = replicasFor(deployment, capacity);
  // Of others' replicas nothing is asked for where nothing has to run; what runs all the same does no harm.
  if (wanted === undefined) return capacity === 0 ? 0 : now;
  return capacity === 0 ? now : Math.max(now, wanted);
}

function failureOf({ conditions = [] }: NonNullable<KubeDeployment['status']>): string | undefined {
  const stuck = conditions.find(({ type, status }) => type === 'Progressing' && status === 'False');
  const refused = conditions.find(({ type, status }) => type === 'ReplicaFailure' && status === 'True');
  const found = stuck ?? refused;
  return found === undefined ? undefined : `${found.reason ?? found.type}: ${found.message ?? ''}`;
}

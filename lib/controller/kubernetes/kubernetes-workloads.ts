import type { KubeHttp } from '../../registry/kubernetes/kube-http.js';
import type { WorkloadObserved } from '../../rollout/observation/observation.js';
import type { RolloutPlan } from '../../rollout/plan/rollout-plan.js';
import { workloadName } from '../../util/kubernetes-names.js';
import type { WantedCapacity, WorkloadPort } from '../ports/workload-port.js';
import { isScaledByOthers } from './is-scaled-by-others.js';
import type { KubeDeployment } from './kube-deployment.js';
import { observeDeployment } from './observe-deployment.js';
import { replicasFor } from './replicas-for.js';

/** Where the versions run. */
export interface KubernetesWorkloadsOptions {
  readonly http: KubeHttp;
  readonly namespace: string;
}

type Side = WantedCapacity['side'];

/** Nothing of it runs anywhere: a policy, a configuration. */
const nothing: WorkloadObserved = Object.freeze({ kind: 'known', ready: 0, desired: 0 });

/**
 * Versions as Deployments, named as `synth` names them. Replicas of a Deployment are ours where `synth` left them to us, which its annotation
 * says: they follow what was asked for last, by the scale subresource. Replicas of others stay as they are. Where an autoscaler targets a
 * Deployment of ours, it is only begun, stopped, and raised once when more is asked for: what follows is the autoscaler's.
 */
export function kubernetesWorkloads({ http, namespace }: KubernetesWorkloadsOptions): WorkloadPort {
  const path = `/apis/apps/v1/namespaces/${namespace}/deployments`;
  /** What was asked for last, by Deployment: 0 to 1. */
  const asked = new Map<string, number>();
  const find = async (name: string): Promise<KubeDeployment | undefined> => {
    const answer = await http.ask({ method: 'GET', path: `${path}/${name}` });
    // 200 brings the object.
    return answer.kind === 'answer' && answer.status === 200 ? (answer.body as KubeDeployment) : undefined;
  };
  const setReplicas = async (name: string, replicas: number): Promise<void> => {
    // Whether it was done shows when it is looked at the next time.
    await http.ask({ method: 'PATCH', path: `${path}/${name}/scale`, body: { spec: { replicas } } });
  };
  /** `again`: it was asked for before, and is seen to be otherwise. */
  const scaleOne = async (deployment: KubeDeployment, capacity: number, why: 'first' | 'again'): Promise<void> => {
    const { name } = deployment.metadata;
    const wanted = replicasFor(deployment, capacity);
    const now = deployment.spec.replicas ?? 1;
    if (wanted === undefined || wanted === now) return;
    const isFree = wanted > 0 && now > 0 && (why === 'again' || wanted < now);
    if (isFree && (await isScaledByOthers(http, namespace, name))) return;
    await setReplicas(name, wanted);
  };
  const observeSide = async (plan: RolloutPlan, side: Side): Promise<WorkloadObserved> => {
    const names = deploymentsOf(plan, side);
    if (names.length === 0) return nothing;
    const seen = await Promise.all(
      names.map(async (name) => {
        const deployment = await find(name);
        if (deployment === undefined) return undefined;
        const capacity = asked.get(name);
        if (capacity !== undefined) await scaleOne(deployment, capacity, 'again');
        return observeDeployment(deployment, { side, capacity });
      }),
    );
    return leastOf(seen);
  };
  return {
    observe: async (plan) => {
      const [canary, stable] = await Promise.all([observeSide(plan, 'canary'), observeSide(plan, 'stable')]);
      return { canary, stable };
    },
    scale: async (plan, { side, capacity }) => {
      await Promise.all(
        deploymentsOf(plan, side).map(async (name) => {
          asked.set(name, capacity);
          const deployment = await find(name);
          if (deployment !== undefined) await scaleOne(deployment, capacity, 'first');
        }),
      );
    },
  };
}

function deploymentsOf({ subject }: RolloutPlan, side: Side): readonly string[] {
  if (subject.kind !== 'versions') return [];
  return subject.services.map((arms) => workloadName(arms.service, arms[side]));
}

/** The least over the services of a release, by the share of it that is ready; one that failed, or is not known, counts for all. */
function leastOf(seen: readonly (WorkloadObserved | undefined)[]): WorkloadObserved {
  const known = seen.flatMap((each) => (each?.kind === 'known' ? [each] : []));
  if (known.length < seen.length) return { kind: 'unknown' };
  const failed = known.find(({ failure }) => failure !== undefined);
  const [least = nothing] = [...known].sort((left, right) => shareOf(left) - shareOf(right));
  return failed ?? least;
}

function shareOf({ ready, desired }: { readonly ready: number; readonly desired: number }): number {
  return desired === 0 ? Infinity : ready / desired;
}

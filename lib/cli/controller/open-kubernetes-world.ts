import { randomUUID } from 'node:crypto';
import { KubeConfig } from '@kubernetes/client-node';
import { openKubernetesRollouts } from '../../controller/kubernetes/open-kubernetes-rollouts.js';
import type { RolloutPlan } from '../../rollout/plan/rollout-plan.js';
import type { ControllerWorld, WorldSurroundings } from './controller-world.js';

/** Opens the Rollout objects of a namespace: plans, records and commands are in them, and Deployments are the workloads. Waits until they were listed. */
export async function openKubernetesWorld(
  namespace: string,
  { clock, env, signal, print }: WorldSurroundings,
): Promise<ControllerWorld> {
  const kubeConfig = new KubeConfig();
  kubeConfig.loadFromDefault();
  const pod = env['POD_NAME'];
  const opened = openKubernetesRollouts({
    ...{ kubeConfig, namespace, clock },
    // A pod keeps its name when its container starts anew.
    ...(pod === undefined ? {} : { instance: `${pod}-${randomUUID().slice(0, 8)}` }),
    onProblem: print,
  });
  const { store, lease: leader, workloads, events, plans } = opened;
  let listener: ((plans: readonly RolloutPlan[]) => void) | undefined;
  const tell = (): void => {
    if (leader.isLeader()) void plans.tell();
  };
  const unwatchLead = leader.watch(tell);
  let unwatchPlans = (): void => undefined;
  const close = async (): Promise<void> => {
    unwatchLead();
    unwatchPlans();
    await opened.close();
  };
  try {
    await new Promise<void>((resolve, reject) => {
      signal.addEventListener('abort', () => {
        reject(signal.reason as Error); // an Error, as `main` aborts it
      });
      unwatchPlans = plans.watch((all) => {
        tell();
        listener?.(all);
        resolve();
      });
    });
  } catch (error) {
    await close();
    throw error;
  }
  return {
    plans: () => plans.plans() ?? [],
    watchPlans: (hear) => {
      listener = hear;
    },
    store,
    workloads,
    leader,
    notices: [events],
    onDecision: events.decided,
    close,
  };
}

import { randomUUID } from 'node:crypto';
import { KubeConfig } from '@kubernetes/client-node';
import { type MeshAsked, openKubernetesRollouts } from '../../controller/kubernetes/open-kubernetes-rollouts.js';
import type { RolloutPlan } from '../../rollout/plan/rollout-plan.js';
import { controlPlaneNames } from '../../targets/kubernetes/control-plane-names.js';
import { meshApiFetch } from './controller-parts.js';
import type { ControllerSettings, ControllerSource } from './controller-settings.js';
import type { ControllerWorld, WorldSurroundings } from './controller-world.js';

type KubernetesSettings = Extract<ControllerSource, { readonly kind: 'kubernetes' }> &
  Pick<ControllerSettings, 'meshApi'>;

/** Opens the Rollout objects of a namespace: plans, records and commands are in them, and Deployments are the workloads. Waits until they were listed. */
export async function openKubernetesWorld(
  { namespace, traffic: way, meshApi }: KubernetesSettings,
  { clock, env, signal, print }: WorldSurroundings,
): Promise<ControllerWorld> {
  const kubeConfig = new KubeConfig();
  kubeConfig.loadFromDefault();
  const pod = env['POD_NAME'];
  const opened = openKubernetesRollouts({
    ...{ kubeConfig, namespace, clock },
    // A pod keeps its name when its container starts anew.
    ...(pod === undefined ? {} : { instance: `${pod}-${randomUUID().slice(0, 8)}` }),
    ...(way === 'mesh-api' ? meshOf(namespace, meshApi) : { mesh: { kind: way } }),
    onProblem: print,
  });
  const { store, lease: leader, workloads, events, plans, traffic } = opened;
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
    ...(traffic === undefined ? {} : { traffic }),
    workloads,
    leader,
    notices: [events],
    onDecision: events.decided,
    close,
  };
}

/** The Service of the control plane stands for all its replicas, and each of them has to know a share. Other servers are what they are. */
function meshOf(namespace: string, meshApi: ControllerSettings['meshApi']): { readonly mesh?: MeshAsked } {
  const [url = '', ...others] = meshApi.urls;
  const { hostname } = new URL(url);
  if (others.length > 0 || !`${hostname}.`.startsWith(`${controlPlaneNames.server}.${namespace}.svc.`)) return {};
  return { mesh: { kind: 'mesh-api', url, fetch: meshApiFetch(meshApi, hostname) } };
}

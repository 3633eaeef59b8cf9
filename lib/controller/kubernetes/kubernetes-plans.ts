import type { KubeHttp } from '../../registry/kubernetes/kube-http.js';
import { createPlanReader, type PlanRead } from '../../rollout/plan/read-plan.js';
import type { RolloutPlan } from '../../rollout/plan/rollout-plan.js';
import { rolloutNames } from '../../targets/kubernetes/rollout-names.js';
import type { Clock } from '../../util/clock.js';
import { compareText } from '../../util/compare-text.js';
import { camelCase } from './camel-case.js';
import type { FollowRollouts } from './follow-rollouts.js';
import { type KubeRollout, rolloutHead, rolloutsPath } from './kube-rollout.js';
import { unpackRecord } from './pack-record.js';
import { wholeSecond } from './whole-second.js';

/** What the program wants, as Rollout objects say it. */
export interface KubernetesPlans {
  /** By name; undefined until the objects were listed for the first time. Stays as it is while the API server is away. */
  readonly plans: () => readonly RolloutPlan[] | undefined;
  /** Calls back when there are other plans, and at once where there are any. Ends with the returned function. */
  readonly watch: (listener: (plans: readonly RolloutPlan[]) => void) => () => void;
  /** Says on each object whether its plan was understood; for the one that leads. */
  readonly tell: () => Promise<void>;
}

/** Where plans come from. */
export interface KubernetesPlansOptions {
  readonly http: KubeHttp;
  readonly clock: Clock;
  readonly namespace: string;
  readonly followed: FollowRollouts;
}

/**
 * Reads the plans of a namespace. An object that somebody deletes is no plan any more, though it is still there. One that is no plan, or
 * of another version, is refused in its status, and the rollout goes on by the plan that it had: the mesh stays where it is.
 */
export function kubernetesPlans(options: KubernetesPlansOptions): KubernetesPlans {
  const { followed } = options;
  const readPlan = createPlanReader();
  const plans = (): readonly RolloutPlan[] | undefined =>
    wantedOf(followed)?.flatMap((rollout) => {
      const read = readPlan(rollout.spec);
      const plan = read.kind === 'read' ? read.plan : planBefore(rollout, readPlan);
      return plan === undefined ? [] : [plan];
    });
  return {
    plans,
    watch: (listener) => {
      const tell = (): void => {
        const now = plans();
        if (now !== undefined) listener(now);
      };
      tell();
      return followed.watch('planned', tell);
    },
    tell: async () => {
      for (const rollout of wantedOf(followed) ?? []) await tellOf(options, rollout, readPlan(rollout.spec));
    },
  };
}

function wantedOf({ rollouts }: FollowRollouts): readonly KubeRollout[] | undefined {
  const known = rollouts();
  if (known === undefined) return undefined;
  return [...known.values()]
    .filter(({ metadata }) => metadata.deletionTimestamp === undefined)
    .sort((left, right) => compareText(left.metadata.name, right.metadata.name));
}

/** The plan by which a rollout goes already. */
function planBefore({ status }: KubeRollout, readPlan: (stored: unknown) => PlanRead): RolloutPlan | undefined {
  if (status?.record === undefined) return undefined;
  const record = unpackRecord(status.record) as { readonly state?: { readonly plan?: unknown } } | undefined;
  const read = readPlan(record?.state?.plan);
  return read.kind === 'read' ? read.plan : undefined;
}

/** A field manager of its own: what the controller writes of the rollout is another manager's, and neither takes from the other. */
const manager = `${rolloutNames.controller}-plans`;

async function tellOf(
  { http, clock, namespace }: KubernetesPlansOptions,
  rollout: KubeRollout,
  read: PlanRead,
): Promise<void> {
  const { name, uid, generation = 0 } = rollout.metadata;
  const status = read.kind === 'read' ? 'True' : 'False';
  const before = rollout.status?.conditions?.find(({ type }) => type === 'Accepted');
  if (before?.status === status && before.observedGeneration === generation) return;
  const condition = {
    type: 'Accepted',
    status,
    reason: camelCase(read.kind === 'read' ? 'accepted' : read.code),
    message: read.kind === 'read' ? 'the plan is carried out' : read.sentence,
    observedGeneration: generation,
    lastTransitionTime: before?.status === status ? before.lastTransitionTime : wholeSecond(clock.now()),
  };
  const body = { ...rolloutHead, metadata: { name, uid }, status: { conditions: [condition] } };
  const path = `${rolloutsPath(namespace)}/${name}/status?fieldManager=${manager}&force=true`;
  // What does not arrive is said with the next change, or by the next who leads: nothing follows from it.
  await http.ask({ method: 'PATCH', patch: 'apply', path, body });
}

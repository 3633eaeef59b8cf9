import { followObjects } from '../../registry/kubernetes/follow-objects.js';
import type { KubeHttp } from '../../registry/kubernetes/kube-http.js';
import type { KubeObject } from '../../registry/kubernetes/kube-objects.js';
import { rolloutNames } from '../../targets/kubernetes/rollout-names.js';
import type { Clock } from '../../util/clock.js';
import { type KubeRollout, rolloutsPath } from './kube-rollout.js';
import { createListeners } from '../../util/create-listeners.js';

/** What changed: somebody asks for something, or a plan is another one, comes or goes. */
export type RolloutChange = 'asked' | 'planned';

/** The rollouts of a namespace as the API server tells of them. */
export interface FollowRollouts {
  /** By name; undefined until they were listed for the first time. Stays as it is while the API server is away. */
  readonly rollouts: () => ReadonlyMap<string, KubeRollout> | undefined;
  /** Calls back after a change. Ends with the returned function. */
  readonly watch: (change: RolloutChange, listener: () => void) => () => void;
  readonly close: () => void;
}

/** What is followed. */
export interface FollowRolloutsOptions {
  readonly http: KubeHttp;
  readonly clock: Clock;
  readonly namespace: string;
  /** Hears why the API server cannot be followed. */
  readonly onProblem: (text: string) => void;
}

/** Follows them from now on, until it is closed. */
export function followRollouts({ http, clock, namespace, onProblem }: FollowRolloutsOptions): FollowRollouts {
  let known: Map<string, KubeRollout> | undefined;
  const listeners = { asked: createListeners(), planned: createListeners() };
  const end = followObjects({
    ...{ http, clock, path: rolloutsPath(namespace), onProblem },
    onList: (objects) => {
      known = new Map(objects.map((object) => [object.metadata.name, object as KubeRollout])); // of the path of rollouts
      listeners.asked.tell();
      listeners.planned.tell();
    },
    onPut: (object: KubeObject) => {
      const rollout = object as KubeRollout; // of the path of rollouts
      const before = known?.get(rollout.metadata.name);
      known?.set(rollout.metadata.name, rollout);
      if (asksOf(rollout) !== asksOf(before)) listeners.asked.tell();
      if (planMark(rollout) !== planMark(before)) listeners.planned.tell();
    },
    onRemove: (name) => {
      known?.delete(name);
      listeners.planned.tell();
    },
  });
  return {
    rollouts: () => known,
    watch: (change, listener) => listeners[change].add(listener),
    close: end,
  };
}

function asksOf(rollout: KubeRollout | undefined): string {
  const asks = Object.entries(rollout?.metadata.annotations ?? {}).filter(([key]) => key.startsWith(rolloutNames.ask));
  return JSON.stringify(asks.sort());
}

/** Changes with what the program says of it, and not with its status. */
function planMark(rollout: KubeRollout | undefined): string {
  const { uid = '', generation = 0, deletionTimestamp = '' } = rollout?.metadata ?? {};
  return `${uid} ${String(generation)} ${deletionTimestamp}`;
}

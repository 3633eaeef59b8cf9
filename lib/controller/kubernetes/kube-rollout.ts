import type { KubeObject } from '../../registry/kubernetes/kube-objects.js';
import { rolloutNames } from '../../targets/kubernetes/rollout-names.js';
import type { RolloutCondition } from './rollout-conditions.js';

/** A Rollout object, as far as it is read. */
export interface KubeRollout extends KubeObject {
  readonly metadata: KubeObject['metadata'] & {
    readonly generation?: number;
    readonly deletionTimestamp?: string;
    readonly finalizers?: readonly string[];
  };
  /** The plan as `synth` wrote it; whether it is one is for the reader to say. */
  readonly spec?: unknown;
  readonly status?: {
    /** Rises by one with every record that is written. */
    readonly writing?: number;
    /** The record, packed. */
    readonly record?: string;
    readonly conditions?: readonly RolloutCondition[];
  };
}

/** The rollouts of a namespace in the API. */
export function rolloutsPath(namespace: string): string {
  const { group, version, plural } = rolloutNames;
  return `/apis/${group}/${version}/namespaces/${namespace}/${plural}`;
}

/** What every Rollout object begins with. */
export const rolloutHead = Object.freeze({
  apiVersion: `${rolloutNames.group}/${rolloutNames.version}`,
  kind: rolloutNames.kind,
});

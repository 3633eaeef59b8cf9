import type { MeshIr } from '../../ir/mesh-ir.js';
import type { Rollout } from '../../ir/rollout/rollout.js';
import type { Version } from '../../ir/version.js';
import { contentHash } from '../../util/content-hash.js';
import { deepFreeze } from '../../util/deep-freeze.js';
import { stableJson } from '../../util/stable-json.js';
import { planVersion, type RolloutPlan } from './rollout-plan.js';

const hashLength = 16;

/**
 * Makes the plan of a rollout of a mesh. Trusts that the checks found the mesh sound.
 *
 * What is rolled out is named by what the canaries' pods are made of: their number, and estimates of how fast they are, may change
 * on the way; an image may not.
 */
export function createRolloutPlan(ir: MeshIr, rollout: Rollout): RolloutPlan {
  const { subject } = rollout;
  const made = subject.kind === 'versions' ? subject.services.map((arms) => canaryOf(ir, arms)) : [];
  return deepFreeze({
    ...rollout,
    planVersion,
    revision: hashOf({ subject, made }),
    procedure: hashOf({ ...rollout, subject: undefined, traffic: undefined }),
  });
}

function canaryOf(
  ir: MeshIr,
  { service, canary }: { readonly service: string; readonly canary: string },
): Omit<Version, 'replicas' | 'performance'> | undefined {
  const found = ir.services.find(({ name }) => name === service)?.versions.find(({ name }) => name === canary);
  if (found === undefined) return undefined;
  const { replicas: _replicas, performance: _performance, ...rest } = found;
  return rest;
}

/** Where in the program something stands says nothing of what it is. */
function hashOf(value: unknown): string {
  const text = JSON.stringify(value, (key, each: unknown) => (key === 'origin' ? undefined : each));
  return contentHash(stableJson(JSON.parse(text)), hashLength);
}

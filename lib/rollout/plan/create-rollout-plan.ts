import type { MeshIr } from '../../ir/mesh-ir.js';
import type { Rollout } from '../../ir/rollout/rollout.js';
import type { Version } from '../../ir/version.js';
import { contentName } from '../../ir/content-name.js';
import { variantRevision } from '../../ir/rollout/variant-revision.js';
import { deepFreeze } from '../../util/deep-freeze.js';
import { planVersion, type PlannedSubject, type RolloutPlan } from './rollout-plan.js';

/**
 * Makes the plan of a rollout of a mesh. Trusts that the checks found the mesh sound.
 *
 * What is rolled out is named by what the canaries' pods are made of: their number, and estimates of how fast they are, may change
 * on the way; an image may not.
 */
export function createRolloutPlan(ir: MeshIr, rollout: Rollout): RolloutPlan {
  const subject = plannedSubject(rollout);
  return deepFreeze({
    ...rollout,
    subject,
    planVersion,
    revision: revisionOf(ir, subject),
    procedure: contentName({ ...rollout, subject: undefined, traffic: undefined }),
  });
}

function revisionOf(ir: MeshIr, subject: PlannedSubject): string {
  return subject.kind === 'versions'
    ? contentName({ subject, made: subject.services.map((arms) => canaryOf(ir, arms)) })
    : variantRevision(subject);
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

function plannedSubject({ subject }: Rollout): PlannedSubject {
  if (subject.kind !== 'configuration') return subject;
  const { candidate: _candidate, ...planned } = subject;
  return planned;
}

import { Ajv } from 'ajv';
import { shapeProblem } from '../../util/shape-problem.js';
import stateSchema from '../decide/rollout-state.schema.json' with { type: 'json' };
import { planVersion, type RolloutPlan } from './rollout-plan.js';

/** What somebody handed over as a plan. */
export type PlanRead =
  | { readonly kind: 'read'; readonly plan: RolloutPlan }
  /** Nothing follows from it: the mesh stays where it is. */
  | { readonly kind: 'refused'; readonly code: 'other-version' | 'not-a-plan'; readonly sentence: string };

/** Reads a plan that was stored or sent. */
export type PlanReader = (stored: unknown) => PlanRead;

/** Makes the reader of plans. Compiling its schema takes some 0.1 s, so keep it. */
export function createPlanReader(): PlanReader {
  // The schema of states has the one of plans in it, and is checked by a test.
  const options = { validateSchema: false, inlineRefs: false, discriminator: true, strictTypes: false };
  const schema = { $ref: '#/definitions/RolloutPlan', definitions: stateSchema.definitions };
  const validate = new Ajv(options).compile<RolloutPlan>(schema);
  return (stored) => {
    const version = (stored as { readonly planVersion?: unknown } | undefined | null)?.planVersion;
    if (typeof version === 'number' && version !== planVersion) {
      const sentence = `the plan has version ${version}, and this controller reads version ${planVersion}`;
      return { kind: 'refused', code: 'other-version', sentence };
    }
    if (validate(stored)) return { kind: 'read', plan: stored };
    return {
      kind: 'refused',
      code: 'not-a-plan',
      sentence: `it is no plan of a rollout: ${shapeProblem(validate.errors)}`,
    };
  };
}

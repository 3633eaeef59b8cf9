import { Ajv, type ValidateFunction } from 'ajv';
import { planVersion } from '../plan/rollout-plan.js';
import { shapeProblem } from '../../util/shape-problem.js';
import schema from './rollout-state.schema.json' with { type: 'json' };
import { type RolloutState, stateVersion } from './rollout-state.js';

/** What a store had. */
export type StateRead =
  | { readonly kind: 'read'; readonly state: RolloutState }
  /** Nothing follows from it: the mesh stays where it is until somebody has looked. */
  | { readonly kind: 'refused'; readonly code: 'other-version' | 'not-a-state'; readonly sentence: string };

/** Reads what a store has of a rollout. */
export type StateReader = (stored: unknown) => StateRead;

/** Makes the reader of stored states. Compiling its schema takes some 0.1 s, so keep it. */
export function createStateReader(): StateReader {
  // The schema itself is checked by a test.
  const options = { validateSchema: false, inlineRefs: false, discriminator: true, strictTypes: false };
  const validate: ValidateFunction<RolloutState> = new Ajv(options).compile<RolloutState>(schema);
  return (stored) => {
    const other = otherVersion(stored);
    if (other !== undefined) return { kind: 'refused', code: 'other-version', sentence: other };
    if (!validate(stored)) return notState(shapeProblem(validate.errors));
    const unsound = unsoundPart(stored);
    return unsound === undefined ? { kind: 'read', state: stored } : notState(unsound);
  };
}

function notState(what: string): StateRead {
  return { kind: 'refused', code: 'not-a-state', sentence: `what is stored is no state of a rollout: ${what}` };
}

function otherVersion(stored: unknown): string | undefined {
  const version = field(stored, 'stateVersion');
  if (typeof version === 'number' && version !== stateVersion) {
    return `the stored state has version ${version}, and this controller reads version ${stateVersion}`;
  }
  const ofPlan = field(field(stored, 'plan'), 'planVersion');
  if (typeof ofPlan !== 'number' || ofPlan === planVersion) return undefined;
  return `the plan of the stored state has version ${ofPlan}, and this controller reads version ${planVersion}`;
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>)[name] : undefined;
}

const shares = ['weight', 'mirror', 'allowedWeight'] as const;
const times = ['phaseMs', 'pushMs', 'heldMs', 'budgetMs', 'blindMs'] as const;
const counts = ['epoch', 'sinceEpoch', 'attempt'] as const;

/** What no decision of ours could have written. */
function unsoundPart(state: RolloutState): string | undefined {
  const share = shares.find((name) => !(state[name] >= 0 && state[name] <= 1));
  if (share !== undefined) return `/${share} is ${state[share]}, and has to be 0 to 1`;
  const time = times.find((name) => !(state[name] >= 0));
  if (time !== undefined) return `/${time} is ${state[time]}, and has to be 0 or more`;
  const count = counts.find((name) => !Number.isSafeInteger(state[name]) || state[name] < 0);
  if (count !== undefined) return `/${count} is ${state[count]}, and has to be a whole number`;
  const [name] = Object.entries(state.plan.timing).find(([, value]) => !(Number(value) >= 0)) ?? [];
  return name === undefined ? undefined : `/plan/timing/${name} is below 0`;
}

import type { TrafficArms, TrafficObject, Weighed } from './traffic-object.js';
import { wholeWeights } from './whole-weights.js';

/** Where a rule may send requests. */
export interface WeighedBackend {
  readonly weight?: number;
}

/** How rules of a kind are read and written. */
export interface RuleShape<Rule, Backend extends WeighedBackend> {
  /** Field of the spec that has the rules. */
  readonly field: string;
  readonly backendsOf: (rule: Rule) => readonly Backend[];
  readonly withBackends: (rule: Rule, backends: readonly Backend[]) => Rule;
  /** Which side a backend is; undefined: neither. */
  readonly sideOf: (backend: Backend, arms: TrafficArms) => 'stable' | 'canary' | undefined;
}

/** What the rules of an object become when the canary gets a share, 0 to 1. */
export function weighRules<Rule, Backend extends WeighedBackend>(
  { spec }: TrafficObject,
  shape: RuleShape<Rule, Backend>,
  { arms, share }: { readonly arms: TrafficArms; readonly share: number },
): Weighed {
  const { [shape.field]: rules = [] } = (spec ?? {}) as Readonly<Record<string, readonly Rule[]>>; // by its kind
  const weights = wholeWeights(share);
  let isSame = true;
  let found = 0;
  for (const rule of rules) {
    const sides = shape.backendsOf(rule).map((backend) => shape.sideOf(backend, arms));
    if (!sides.includes('canary') || !sides.includes('stable')) continue;
    if (sides.length > 2) return { kind: 'unfit', reason: 'a rule of it has other backends beside the two versions' };
    found += 1;
  }
  if (found === 0) return { kind: 'unfit', reason: `no rule of it names both ${arms.stable} and ${arms.canary}` };
  const weighed = rules.map((rule) => {
    const backends = shape.backendsOf(rule);
    const sides = backends.map((backend) => shape.sideOf(backend, arms));
    if (!sides.includes('canary') || !sides.includes('stable')) return rule;
    const next = backends.map((backend, index) => {
      const weight = weights[sides[index] ?? 'stable'];
      if (backend.weight !== weight) isSame = false;
      return { ...backend, weight };
    });
    return shape.withBackends(rule, next);
  });
  return { kind: 'weighed', spec: { [shape.field]: weighed }, isSame };
}

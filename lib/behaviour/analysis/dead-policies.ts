import type { EffectiveMesh } from '../../ir/effective-mesh.js';
import type { MeshIr } from '../../ir/mesh-ir.js';
import type { PolicyKind } from '../../ir/policies/policies.js';
import { visitPolicies, type PolicySite } from '../../ir/visit.js';
import { expandPolicies } from '../../passes/expand-policies.js';
import { stableJson } from '../../util/stable-json.js';
import { editPolicies, type PolicyEdit } from './edit-policies.js';
import { policyValues } from './policy-values.js';

/** Policies of one scope that decide nothing. */
export interface DeadPolicies {
  readonly site: PolicySite;
  /** Sorted. */
  readonly kinds: readonly string[];
}

/** Suspects are tried one by one only up to here: each takes two expansions of the mesh. Further ones are not reported. */
const mostTrials = 16;
/** Of these the narrowest scope that gives a field decides it, and nothing else does. */
const fieldwise: ReadonlySet<string> = new Set<PolicyKind>(['circuitBreaker', 'timeout']);
const mark = '§';

/**
 * Finds the policies whose deletion, alone or together, changes no effective value. Suspects are those that no effective
 * value names as its origin. Of some kinds a policy may do something by being there at all, or add to a narrower one: these
 * are deleted on trial.
 */
export function deadPolicies(mesh: EffectiveMesh): readonly DeadPolicies[] {
  const { ir } = mesh;
  const judged = judgedKinds(ir);
  if (judged.size === 0) return [];
  const suspects = withoutTrace(ir, judged);
  if (suspects.size === 0) return [];
  const dead = new Set([...suspects].filter(saysFieldsOnly));
  const doubtful = [...suspects].filter((key) => !saysFieldsOnly(key)).slice(0, mostTrials);
  const before = doubtful.length === 0 ? '' : valuesText(mesh);
  const isDead = (keys: ReadonlySet<string>): boolean => {
    const { mesh: without } = expandPolicies(editPolicies(ir, removing(keys)));
    return without !== undefined && valuesText(without) === before;
  };
  // Dead alone, and dead with all that were found before: two that say the same may each be missed only where both go.
  for (const key of doubtful) if (isDead(new Set([key])) && isDead(new Set([...dead, key]))) dead.add(key);
  return [...visitPolicies(ir)].flatMap((site, index) => {
    const kinds = Object.keys(site.policies)
      .filter((kind) => dead.has(`${index} ${kind}`))
      .sort();
    return kinds.length === 0 ? [] : [{ site, kinds }];
  });
}

/** Policies that are judged, as `<place in visitPolicies> <kind>`. */
function judgedKinds(ir: MeshIr): ReadonlySet<string> {
  const called = new Set(
    ir.services.flatMap(({ calls }) => calls.map(({ callee }) => `${callee.kind} ${callee.name}`)),
  );
  for (const { routes } of ir.gateways) {
    for (const { action } of routes) {
      if (action.kind !== 'forward') continue;
      for (const { destination } of action.destinations) {
        const kind = destination.kind === 'external-service' ? 'external-service' : 'service';
        called.add(`${kind} ${destination.service}`);
      }
    }
  }
  return new Set(
    [...visitPolicies(ir)].flatMap(({ scope, policies }, index) => {
      const isJudged =
        scope.kind === 'mesh'
          ? called.size > 0
          : scope.kind === 'service' || scope.kind === 'external-service'
            ? called.has(`${scope.kind} ${scope.service.name}`)
            : scope.kind === 'call' || (scope.kind === 'gateway' && scope.gateway.routes.length > 0);
      return isJudged ? Object.keys(policies).map((kind) => `${index} ${kind}`) : [];
    }),
  );
}

/** Marks every judged policy's origin, expands, and keeps those whose mark is nowhere. */
function withoutTrace(ir: MeshIr, judged: ReadonlySet<string>): ReadonlySet<string> {
  const marked = editPolicies(ir, (index, kind, policy) => {
    const key = `${index} ${kind}`;
    return judged.has(key) ? { ...policy, origin: { kind: 'user', constructPath: `${mark}${key}` } } : policy;
  });
  const { mesh } = expandPolicies(marked);
  const left = new Set(judged);
  if (mesh === undefined) return new Set();
  // A mark that is found is the text of an origin; whatever else there is has been copied from the mesh as it was.
  const text = stableJson(policyValues(mesh, { origins: true }), 0);
  for (const [, key] of text.matchAll(/"§(\d+ \w+)\\?"/g)) if (key !== undefined) left.delete(key);
  return left;
}

function saysFieldsOnly(key: string): boolean {
  return fieldwise.has(key.slice(key.indexOf(' ') + 1));
}

function removing(keys: ReadonlySet<string>): PolicyEdit {
  return (index, kind, policy) => (keys.has(`${index} ${kind}`) ? undefined : policy);
}

function valuesText(mesh: EffectiveMesh): string {
  return stableJson(policyValues(mesh, { origins: false }), 0);
}

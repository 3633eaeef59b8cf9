import type { DiagnosticDetails } from '../../diagnostics/create-diagnostic.js';
import type { ConfigurationChange } from '../../ir/rollout/configuration-change.js';
import type { Rollout } from '../../ir/rollout/rollout.js';
import { sameContent } from '../../ir/same-content.js';
import type { MeshIr } from '../../ir/mesh-ir.js';
import { configurationFrames, type ConfigurationFrame } from '../configuration-frames.js';
import { defineCheck } from '../define-check.js';

/**
 * Finds rollouts of a configuration that change no rule and no policy, and those that change more: both configurations are in force at the
 * same time, for the same services, gateways and ports. What the compiler makes of both is judged later.
 */
export const rolloutConfiguration = defineCheck('rollout-configuration', function* ({ ir }) {
  for (const rollout of ir.rollouts) {
    if (rollout.subject.kind === 'configuration') yield* judge(ir, rollout, rollout.subject);
  }
});

const hint = 'change rules and policies by a rollout, and the rest in both configurations';

function* judge(ir: MeshIr, { name, origin }: Rollout, subject: ConfigurationChange): Generator<DiagnosticDetails> {
  if (subject.from === subject.to) {
    yield {
      message: `rollout "${name}" is of a configuration that has the rules and policies of the mesh`,
      origin,
      hint: 'change a rule or a policy in it, or take the rollout out',
    };
  }
  const present = new Map(configurationFrames(ir).map((frame) => [frame.what, frame]));
  const tried = new Map(configurationFrames(subject.candidate).map((frame) => [frame.what, frame]));
  const isDeclared = { message: `rollout "${name}" is declared`, origin };
  for (const [what, frame] of tried) {
    const other = present.get(what);
    const difference = other === undefined ? 'that the mesh has not' : differenceOf(other, frame);
    if (difference === undefined) continue;
    yield {
      message: `the configuration of rollout "${name}" has ${what} ${difference}`,
      origin: frame.origin,
      related: [isDeclared],
      hint,
    };
  }
  for (const [what, frame] of present) {
    if (tried.has(what)) continue;
    yield {
      message: `the configuration of rollout "${name}" lacks ${what}`,
      origin: frame.origin,
      related: [isDeclared],
      hint,
    };
  }
}

function differenceOf(present: ConfigurationFrame, tried: ConfigurationFrame): string | undefined {
  const fields = new Set([...Object.keys(present.fields), ...Object.keys(tried.fields)]);
  const other = [...fields].filter((field) => !sameContent(present.fields[field], tried.fields[field])).sort();
  return other.length === 0 ? undefined : `with other ${other.join(', ')}`;
}

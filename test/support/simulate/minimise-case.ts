import { join } from 'node:path';
import { disagreements, type Disagreement } from './disagreements.js';
import type { DifferentialCase } from './differential-case.js';
import { runCases } from './run-cases.js';

/** The smallest case found that still shows a disagreement. */
export interface MinimisedCase {
  readonly smallest: DifferentialCase;
  readonly disagreements: readonly Disagreement[];
}

const candidatesAtOnce = 150;

/**
 * Makes a case smaller as long as Envoy and the simulator still disagree on it: each round leaves out one field or list
 * item, all ways at once on one Envoy, and goes on with the first that still shows it. What Envoy refuses is no candidate.
 */
export async function minimiseCase(envoy: string, folder: string, start: DifferentialCase): Promise<MinimisedCase> {
  let smallest = start;
  let shown: readonly Disagreement[] = [];
  for (let round = 0; round < 60; round++) {
    const candidates = smallerOnes(smallest).slice(0, candidatesAtOnce) as DifferentialCase[];
    const observed = await runCases(envoy, join(folder, `round-${round}`), candidates);
    const index = candidates.findIndex((candidate, at) => isShown(candidate, observed[at]));
    const next = candidates[index];
    if (next === undefined) break;
    smallest = next;
    shown = disagreements(next, observed[index] ?? []);
  }
  return { smallest, disagreements: shown };
}

function isShown(candidate: DifferentialCase, observed: Parameters<typeof disagreements>[1] | undefined): boolean {
  try {
    return observed !== undefined && disagreements(candidate, observed).length > 0;
  } catch {
    // Left out too much for the simulator to read; Envoy may be more generous.
    return false;
  }
}

/** Every value that has one field or list item less, the largest things left out first. */
function smallerOnes(value: unknown): unknown[] {
  if (Array.isArray(value)) {
    const shorter = value.map((_, index) => value.toSpliced(index, 1) as unknown);
    return [
      ...shorter,
      ...value.flatMap((item, index) => smallerOnes(item).map((one) => value.with(index, one) as unknown)),
    ];
  }
  if (typeof value !== 'object' || value === null) return [];
  const entries = Object.entries(value);
  const without = entries
    .filter(([key]) => !required.has(key))
    .map(([key]) => Object.fromEntries(entries.filter(([other]) => other !== key)));
  const inside = entries.flatMap(([key, child]) => smallerOnes(child).map((one) => ({ ...value, [key]: one })));
  return [...without, ...inside];
}

const required = new Set([
  'options',
  'fault',
  'table',
  'requests',
  'method',
  'authority',
  'path',
  'headers',
  '@type',
  'match',
  'name',
  'domains',
  'typed_config',
  'virtual_hosts',
]);

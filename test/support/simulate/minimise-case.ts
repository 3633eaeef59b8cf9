import { join } from 'node:path';
import type { DifferentialCase } from './differential-case.js';
import { disagreements, type Disagreement } from './disagreements.js';
import { minimise, type MinimisedCase } from './minimise.js';
import { runCases, type Observation } from './run-cases.js';

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

/** Makes a case of routes smaller as long as it shows a disagreement. What Envoy refuses shows none. */
export function minimiseCase(
  envoy: string,
  folder: string,
  start: DifferentialCase,
): Promise<MinimisedCase<DifferentialCase, Disagreement>> {
  let round = 0;
  return minimise<DifferentialCase, Disagreement>(start, {
    required,
    judge: async (candidates) => {
      const observed = await runCases(envoy, join(folder, `round-${String(round++)}`), candidates);
      return candidates.map((candidate, index) => findings(candidate, observed[index]));
    },
  });
}

function findings(candidate: DifferentialCase, observed: readonly Observation[] | undefined): readonly Disagreement[] {
  try {
    return observed === undefined ? [] : disagreements(candidate, observed);
  } catch {
    // Left out too much for the simulator to read; Envoy may be more generous.
    return [];
  }
}

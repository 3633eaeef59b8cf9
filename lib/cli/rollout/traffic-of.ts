import type { RolloutPlan } from '../../rollout/plan/rollout-plan.js';
import type { DeclaredTraffic, SimulatedTraffic } from '../../rollout/simulate/simulated-traffic.js';
import type { Io } from '../io.js';
import { parseNumber } from '../parse-number.js';
import { readInputFile } from '../read-input-file.js';
import { UsageError } from '../usage-error.js';
import { parseRecorded } from './parse-recorded.js';
import type { TrafficOptions } from './traffic-options.js';

const usualBadShare = 0.002;

/**
 * The traffic on which a rollout is tried: recorded, or what its program declares with what the command line says instead. Ends the command
 * with a usage error where neither says how much comes.
 */
export function trafficOf(plan: RolloutPlan, options: TrafficOptions, io: Io): SimulatedTraffic {
  if (options.recorded !== undefined) return recordedTraffic(plan, options.recorded, io);
  const declared = plan.traffic;
  const requestsPerSecond =
    options.rps === undefined
      ? declared?.requestsPerSecond
      : parseNumber('--rps', options.rps, { from: 0.001, to: 1e6 });
  if (requestsPerSecond === undefined)
    throw new UsageError(
      `rollout "${plan.name}" declares no "traffic": say --rps, or --recorded, or declare it in the program`,
    );
  const clump =
    options.clump === undefined ? declared?.clump : parseNumber('--clump', options.clump, { from: 1, to: 1e4 });
  return {
    kind: 'declared',
    requestsPerSecond,
    ...badSharesOf(plan, options.bad, declared?.badShare ?? usualBadShare),
    ...(clump === undefined ? {} : { clump }),
  };
}

function badSharesOf(
  { name: rollout, criteria }: RolloutPlan,
  said: readonly string[],
  usual: number,
): Pick<DeclaredTraffic, 'badShare' | 'badShares'> {
  let badShare = usual;
  const badShares: Record<string, number> = {};
  for (const each of said) {
    const at = each.lastIndexOf('=');
    const percent = parseNumber('--bad', each.slice(at + 1), { from: 0, to: 100 });
    const name = each.slice(0, Math.max(0, at));
    if (at === -1) badShare = percent / 100;
    else if (criteria.some((criterion) => criterion.name === name)) badShares[name] = percent / 100;
    else throw new UsageError(`rollout "${rollout}" has no criterion "${name}"; it has ${namesOf(criteria)}`);
  }
  return { badShare, ...(Object.keys(badShares).length === 0 ? {} : { badShares }) };
}

function recordedTraffic({ name, criteria }: RolloutPlan, file: string, io: Io): SimulatedTraffic {
  const read = parseRecorded(readInputFile(file, io));
  if (typeof read === 'string') throw new UsageError(`"${file}" holds no record of traffic: ${read}`);
  const missing = criteria.filter((criterion) =>
    read.windows.every(({ counts }) => (counts[criterion.name] ?? []).every(({ total }) => total === 0)),
  );
  if (missing.length > 0) throw new UsageError(`"${file}" counts nothing for ${namesOf(missing)} of rollout "${name}"`);
  return read;
}

function namesOf(criteria: RolloutPlan['criteria']): string {
  return criteria.map((criterion) => `"${criterion.name}"`).join(', ');
}

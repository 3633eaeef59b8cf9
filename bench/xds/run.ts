import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { FleetMeasurement, FleetOptions } from './measure-one.js';

/** A row of the table. */
export interface FleetRow {
  readonly options: FleetOptions;
  readonly measured: FleetMeasurement;
  /** Slowest to fastest run. */
  readonly noise: number;
}

const services = 1_000;
const fleets: readonly FleetOptions[] = [
  { services, streams: 1_000, streamsPerConnection: 1, extensions: 0, changes: 20 },
  { services, streams: 1_000, streamsPerConnection: 100, extensions: 0, changes: 0 },
  { services, streams: 1_000, streamsPerConnection: 1, extensions: 1_000, changes: 0 },
  { services, streams: 10_000, streamsPerConnection: 1, extensions: 0, changes: 5 },
];

/**
 * Measures the xDS server with fleets of proxies that ask as Envoy asks, several times.
 *
 * @param rounds runs of each fleet; the median by the time to completion is kept
 */
export function measureXds(rounds: number): readonly FleetRow[] {
  return fleets.map((options) => {
    const runs = Array.from({ length: rounds }, () => measure(options)).sort(
      (left, right) => left.first.completeMs - right.first.completeMs,
    );
    const measured = runs[Math.floor(rounds / 2)];
    if (measured === undefined) throw new Error('no rounds');
    const times = runs.map(({ first }) => first.completeMs);
    return { options, measured, noise: Math.max(...times) / Math.min(...times) };
  });
}

function measure(options: FleetOptions): FleetMeasurement {
  const script = fileURLToPath(new URL('measure-one.ts', import.meta.url));
  const args = ['--import', 'tsx', '--max-old-space-size=8192', script, JSON.stringify(options)];
  return JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' })) as FleetMeasurement;
}

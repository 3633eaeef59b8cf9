import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { FleetMeasurement, FleetOptions } from './measure-one.js';

/** A fleet, and what it was measured with. */
export type Fleet = Omit<FleetOptions, 'server'>;

/** What serving a fleet takes. */
export interface FleetRow {
  readonly fleet: Fleet;
  readonly measured: FleetMeasurement;
  /** By a bare server that sends the same bytes: what of it the platform takes. */
  readonly bare: FleetMeasurement;
  /** Slowest to fastest run. */
  readonly noise: number;
}

const services = 1_000;
const fleets: readonly Fleet[] = [
  { services, streams: 1_000, streamsPerConnection: 1, extensions: 0, changes: 20 },
  { services, streams: 1_000, streamsPerConnection: 100, extensions: 0, changes: 0 },
  { services, streams: 1_000, streamsPerConnection: 1, extensions: 1_000, changes: 0 },
  { services, streams: 10_000, streamsPerConnection: 1, extensions: 0, changes: 5 },
];

/**
 * Measures the xDS server with fleets of proxies that ask as Envoy asks, several times, and by turns with it a bare server, so that both meet
 * the same weather on the machine.
 *
 * @param rounds runs of each fleet; the median by the time to completion is kept
 */
export function measureXds(rounds: number): readonly FleetRow[] {
  return fleets.map((fleet) => {
    const runs = Array.from({ length: rounds }, () => ({
      ours: measure({ ...fleet, server: 'meshwright' }),
      bare: measure({ ...fleet, changes: 0, server: 'bare-grpc-js' }),
    }));
    const times = runs.map(({ ours }) => ours.first.completeMs);
    return {
      fleet,
      measured: median(runs.map(({ ours }) => ours)),
      bare: median(runs.map(({ bare }) => bare)),
      noise: Math.max(...times) / Math.min(...times),
    };
  });
}

function median(runs: readonly FleetMeasurement[]): FleetMeasurement {
  const sorted = [...runs].sort((left, right) => left.first.completeMs - right.first.completeMs);
  const found = sorted[Math.floor(sorted.length / 2)];
  if (found === undefined) throw new Error('no rounds');
  return found;
}

function measure(options: FleetOptions): FleetMeasurement {
  const script = fileURLToPath(new URL('measure-one.ts', import.meta.url));
  const args = ['--import', 'tsx', '--max-old-space-size=8192', script, JSON.stringify(options)];
  return JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' })) as FleetMeasurement;
}

import { writeFileWhole } from '../registry/embedded/write-file-whole.js';
import { stableJson } from '../util/stable-json.js';
import type { RunningInstance } from './start-instance.js';

/**
 * Writes where a Prometheus finds the counters of the Envoys that run now, in the form of its `file_sd_configs`. Each has its instance's name in
 * the label `meshwright_instance`.
 */
export function writeMetricsTargets(
  file: string,
  instances: Iterable<Pick<RunningInstance, 'wanted' | 'ports'>>,
): void {
  const groups = [...instances].map(({ wanted, ports }) => ({
    targets: [`127.0.0.1:${String(ports.adminPort)}`],
    labels: { __metrics_path__: '/stats/prometheus', meshwright_instance: wanted.name },
  }));
  writeFileWhole(file, stableJson(groups));
}

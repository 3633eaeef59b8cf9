import type { Probe } from '../../ir/version.js';
import { defineCheck } from '../define-check.js';

/**
 * Finds probes that wait longer for an answer than until they would ask again: a workload that hangs is found later than
 * the period says.
 */
export const probeTimeoutOverPeriod = defineCheck('probe-timeout-over-period', function* ({ ir }) {
  for (const service of ir.services) {
    for (const { name, origin, probes } of service.versions) {
      for (const [kind, probe] of Object.entries(probes) as [string, Probe][]) {
        // A period under a second is reported by `invalid-value`.
        if (probe.timeoutMs <= Math.max(probe.periodMs, 1000)) continue;
        yield {
          message: `the ${kind} probe of version "${name}" of service "${service.name}" waits ${inSeconds(probe.timeoutMs)} for an answer, but asks every ${inSeconds(probe.periodMs)}`,
          origin,
          hint: 'make the timeout shorter than the period',
        };
      }
    }
  }
});

function inSeconds(ms: number): string {
  return `${ms / 1000} s`;
}

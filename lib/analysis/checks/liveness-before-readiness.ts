import type { Probe } from '../../ir/version.js';
import { defineCheck } from '../define-check.js';

/**
 * Finds workloads that are restarted for failing their liveness probe before a failing readiness probe would have taken
 * them out of the traffic.
 */
export const livenessBeforeReadiness = defineCheck('liveness-before-readiness', function* ({ ir }) {
  for (const service of ir.services) {
    for (const { name, origin, probes } of service.versions) {
      const { liveness, readiness } = probes;
      if (liveness === undefined || readiness === undefined) continue;
      const [restartMs, drainMs] = [patienceMs(liveness), patienceMs(readiness)];
      if (restartMs >= drainMs) continue;
      yield {
        message: `version "${name}" of service "${service.name}" is restarted after ${restartMs / 1000} s of failing liveness probes, but gets requests until ${drainMs / 1000} s of failing readiness probes`,
        origin,
        hint: 'give the liveness probe the longer period or the higher failure threshold',
      };
    }
  }
});

function patienceMs({ periodMs, failureThreshold }: Probe): number {
  return periodMs * failureThreshold;
}

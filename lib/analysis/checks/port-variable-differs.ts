import type { Service } from '../../ir/service.js';
import type { Version } from '../../ir/version.js';
import { portEnv } from '../../ir/port-env.js';
import { defineCheck } from '../define-check.js';

/**
 * Finds variables of a workload that tell it to listen on another port than the one that its proxy sends to.
 */
export const portVariableDiffers = defineCheck('port-variable-differs', function* ({ ir }) {
  for (const service of ir.services) {
    for (const version of service.versions) {
      for (const { name, got, expected } of differing(service, version)) {
        yield {
          message: `version "${version.name}" of service "${service.name}" gets ${name}=${got}, but requests are sent to its port ${expected}`,
          origin: version.origin,
          hint: `leave ${name} out, and it is ${expected}; or give the port "targetPort: ${got}"`,
        };
      }
    }
  }
});

function* differing(
  { ports }: Service,
  { env }: Version,
): Generator<{ readonly name: string; readonly got: string; readonly expected: string }> {
  const targets = new Set(ports.map(({ targetPort }) => String(targetPort)));
  for (const [name, expected] of Object.entries(portEnv(ports, ({ targetPort }) => targetPort))) {
    const value = env[name];
    if (value?.kind !== 'literal' || !/^\d+$/.test(value.value)) continue;
    // A workload with several ports may listen on any of them first.
    if (!targets.has(value.value)) yield { name, got: value.value, expected };
  }
}

import type { Resources } from '../../ir/version.js';
import type { JsonObject } from './kubernetes-manifest.js';

/** Writes resources as a container has them; empty where nothing is said. */
export function resourceRequirements(resources: Resources): JsonObject {
  const requests = quantities(resources.cpuRequest, resources.memoryRequest);
  const limits = quantities(resources.cpuLimit, resources.memoryLimit);
  return {
    ...(Object.keys(requests).length === 0 ? {} : { requests }),
    ...(Object.keys(limits).length === 0 ? {} : { limits }),
  };
}

function quantities(cpu: string | undefined, memory: string | undefined): JsonObject {
  return { ...(cpu === undefined ? {} : { cpu }), ...(memory === undefined ? {} : { memory }) };
}

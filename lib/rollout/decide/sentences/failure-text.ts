import type { WorkloadObserved } from '../../observation/observation.js';

/** What is the matter with a workload, in brackets after a sentence; empty where nothing is known of it. */
export function failureText(workload: WorkloadObserved): string {
  return workload.kind === 'known' && workload.failure !== undefined ? ` (${workload.failure})` : '';
}

import type { JsonObject } from './kubernetes-manifest.js';

/** Makes a PodDisruptionBudget: maintenance of nodes takes one pod at a time, and never waits for a broken one. */
export function podDisruptionBudgetSpec(selector: Readonly<Record<string, string>>): JsonObject {
  return { maxUnavailable: 1, unhealthyPodEvictionPolicy: 'AlwaysAllow', selector: { matchLabels: selector } };
}

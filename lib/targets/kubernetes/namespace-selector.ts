import type { JsonObject } from './kubernetes-manifest.js';

/** Selects one namespace by the label that Kubernetes itself gives it; without a name, all of them. */
export function namespaceSelector(name: string | undefined): JsonObject {
  return name === undefined ? {} : { matchLabels: { 'kubernetes.io/metadata.name': name } };
}

import type { JsonObject, JsonValue } from '../../../lib/targets/kubernetes/kubernetes-manifest.js';
import type { Container } from './pod-network.js';

/** A container of a pod's manifest as the kubelet would run it. */
export interface ContainerProcess {
  readonly command: readonly string[];
  readonly container: Container;
}

/**
 * Reads the command, user, capabilities and variables of a container off its manifest, `$(NAME)` in arguments
 * expanded. A container without user runs as 1000, which stands for the image's own.
 *
 * @param fields fields of the pod, for variables that ask for one, for example `metadata.name`
 */
export function containerOf(manifest: JsonObject, fields: Readonly<Record<string, string>>): ContainerProcess {
  const env: Record<string, string> = {};
  for (const entry of listOf(manifest['env'])) env[textOf(entry['name'])] = valueOf(entry, fields);
  const expand = (text: string): string => text.replace(/\$\((\w+)\)/g, (all, name: string) => env[name] ?? all);
  const security = objectOf(manifest['securityContext']);
  const added = objectOf(security['capabilities'])['add'];
  const words = [...textsOf(manifest['command']), ...textsOf(manifest['args'])];
  return {
    command: words.map(expand),
    container: {
      user: typeof security['runAsUser'] === 'number' ? security['runAsUser'] : 1000,
      capabilities: textsOf(added).map((name) => name.toLowerCase()),
      env,
    },
  };
}

function valueOf(entry: JsonObject, fields: Readonly<Record<string, string>>): string {
  const field = objectOf(objectOf(entry['valueFrom'])['fieldRef'])['fieldPath'];
  return field === undefined ? textOf(entry['value']) : (fields[textOf(field)] ?? '');
}

function objectOf(value: JsonValue | undefined): JsonObject {
  return typeof value === 'object' && !Array.isArray(value) ? (value as JsonObject) : {}; // arrays are ruled out
}

function listOf(value: JsonValue | undefined): JsonObject[] {
  return Array.isArray(value) ? value.map((each: JsonValue) => objectOf(each)) : [];
}

function textsOf(value: JsonValue | undefined): string[] {
  return Array.isArray(value) ? value.map((each: JsonValue) => textOf(each)) : [];
}

function textOf(value: JsonValue | undefined): string {
  return typeof value === 'string' ? value : '';
}

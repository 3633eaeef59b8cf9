import { createDiagnostic } from '../../diagnostics/create-diagnostic.js';
import type { Diagnostic } from '../../diagnostics/diagnostic.js';
import type { Origin } from '../../diagnostics/origin.js';

/**
 * What the API server takes in the values of one ConfigMap together, in bytes (`MaxSecretSize`); keys and metadata do
 * not count.
 */
const maximumBytes = 1_048_576;

/** Reports `config-map-too-large` where the files of a proxy, or the compiled mesh, do not fit into their ConfigMap. */
export function checkConfigMap(
  owner: { readonly kind: 'mesh' | 'service' | 'gateway'; readonly name: string; readonly origin: Origin },
  files: Readonly<Record<string, string>>,
): Diagnostic[] {
  const sizes = Object.entries(files).map(([name, text]) => ({ name, bytes: Buffer.byteLength(text) }));
  const total = sizes.reduce((sum, { bytes }) => sum + bytes, 0);
  if (total <= maximumBytes) return [];
  const largest = sizes.reduce((left, right) => (right.bytes > left.bytes ? right : left));
  return [
    createDiagnostic('config-map-too-large', {
      message: `${subjectOf(owner)} ${total} bytes; a ConfigMap holds up to ${maximumBytes}`,
      origin: owner.origin,
      hint:
        owner.kind === 'mesh'
          ? 'split the mesh in two, each with its own namespace'
          : `${largest.name} alone has ${largest.bytes} bytes; split the ${owner.kind}, or declare fewer calls or routes`,
    }),
  ];
}

function subjectOf({ kind, name }: { readonly kind: string; readonly name: string }): string {
  return kind === 'mesh' ? `the compiled mesh "${name}" has` : `the Envoy files of ${kind} "${name}" have`;
}

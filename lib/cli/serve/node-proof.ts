import type { NodeProof } from '../../control-plane/served-bootstrap.js';
import { UsageError } from '../usage-error.js';

/** Reads what `--node-proof` says. Ends the command where it names no absolute path, or one that Envoy could not read. */
export function nodeProof(text: string): NodeProof {
  // In Envoy's formats these signs end a path.
  const file = /^token:(\/[^%:()\s]+)$/.exec(text)?.[1];
  if (file !== undefined) return { kind: 'token', file };
  const folder = /^certificate:(\/\S+)$/.exec(text)?.[1];
  if (folder !== undefined) return { kind: 'certificate', folder };
  throw new UsageError(
    `--node-proof takes token:</file> or certificate:</folder>, a path on the machines of nodes, not "${text}"`,
  );
}

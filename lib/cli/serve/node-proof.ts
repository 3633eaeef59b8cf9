import type { NodeProof } from '../../control-plane/served-bootstrap.js';
import { UsageError } from '../usage-error.js';

/** What nodes prove themselves with unless it is said. */
const unsaid = 'token:/var/run/secrets/meshwright/token';

/**
 * Reads what `--node-proof` says. Ends the command where it names no absolute path, or one that Envoy could not read.
 *
 * @param hasAgent whether nodes have their identities from an agent: then that is their proof unless another is said
 */
export function nodeProof(text: string | undefined, { hasAgent }: { readonly hasAgent: boolean }): NodeProof {
  if (hasAgent && (text === undefined || text === 'svid')) return { kind: 'svid' };
  if (text === 'svid') throw new UsageError('--node-proof svid is for a server with --identity spire:<socket>');
  const said = text ?? unsaid;
  // In Envoy's formats these signs end a path.
  const file = /^token:(\/[^%:()\s]+)$/.exec(said)?.[1];
  if (file !== undefined) return { kind: 'token', file };
  const folder = /^certificate:(\/\S+)$/.exec(said)?.[1];
  if (folder !== undefined) return { kind: 'certificate', folder };
  throw new UsageError(
    `--node-proof takes token:</file>, certificate:</folder>, a path on the machines of nodes, or svid, not "${said}"`,
  );
}

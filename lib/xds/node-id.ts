/**
 * Names of nodes: `<kind>~<owner>~<instance>`, for example `sidecar~reviews/v1~host-7`, `gateway~ingress~1`, `grpc~productpage~1`.
 * All instances of one kind and owner are one group and hold the same configuration.
 */
export interface NodeId {
  /** `sidecar`: an Envoy beside a workload; `grpc`: a gRPC client without one. */
  readonly kind: 'sidecar' | 'gateway' | 'grpc';
  /** `<service>/<version>` of a sidecar, the service of a gRPC client, the gateway's name. */
  readonly owner: string;
  readonly instance: string;
}

/** Reads the name of a node; undefined where it is none of ours. */
export function parseNodeId(text: string): NodeId | undefined {
  const [kind, owner, instance, ...rest] = text.split('~');
  if (kind !== 'sidecar' && kind !== 'gateway' && kind !== 'grpc') return undefined;
  if (owner === undefined || owner === '' || instance === undefined || instance === '' || rest.length > 0)
    return undefined;
  return { kind, owner, instance };
}

/** The group that a node belongs to: `<kind>~<owner>`. */
export function nodeGroup({ kind, owner }: Pick<NodeId, 'kind' | 'owner'>): string {
  return `${kind}~${owner}`;
}

import type { MeshRequest } from '../mesh-request.js';
import { edgeKey, type Edge } from './edge.js';
import type { Finding } from './finding.js';
import { pairUp } from './pair-up.js';
import type { MeshSide } from './proxy-side.js';

/** Calls of a service that both revisions have: those that came, and those that went. */
export function edgeFindings(before: MeshSide, after: MeshSide, name: string): readonly Finding[] {
  const { removed, added } = pairUp(before.edgesByProxy.get(name) ?? [], after.edgesByProxy.get(name) ?? [], edgeKey);
  return [
    ...removed.map((edge) => edgeFinding(edge, { isNew: false })),
    ...added.map((edge) => edgeFinding(edge, { isNew: true })),
  ];
}

function edgeFinding(edge: Edge, { isNew }: { readonly isNew: boolean }): Finding {
  const there = `reaches ${edge.callee}`;
  const refused = 'refused: the call is not declared';
  const [before, after] = isNew ? [refused, there] : [there, refused];
  return {
    from: edge.from,
    to: `${edge.callee}:${edge.port}`,
    when: edge.isHttp ? 'every request' : 'every connection',
    witness: witnessOf(edge),
    before,
    after,
    aspects: [
      {
        kind: 'access',
        name: 'call',
        before: isNew ? undefined : 'declared',
        after: isNew ? 'declared' : undefined,
        beforeOrigin: isNew ? undefined : edge.origin,
        afterOrigin: isNew ? edge.origin : undefined,
      },
    ],
    severity: isNew ? 'neutral' : 'breaking',
    routes: { before: undefined, after: undefined },
  };
}

function witnessOf({ from, host, port, isHttp }: Edge): MeshRequest {
  return { from, method: 'GET', url: isHttp ? `http://${host}:${port}/` : `tcp://${host}:${port}`, headers: [] };
}

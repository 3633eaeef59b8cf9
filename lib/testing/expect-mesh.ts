import type { Mesh } from '../../constructs/mesh.js';
import type { Ask } from './ask/ask.js';
import { askMesh } from './ask/ask-mesh.js';
import { findSender } from './ask/find-sender.js';
import { simulatedMeshOf } from './ask/simulated-mesh-of.js';
import { createSender } from './create-sender.js';
import { guard } from './guard.js';
import type { MeshExpectation } from './mesh-expectation.js';
import { raise } from './raise.js';
import { judgeTable } from './table/judge-table.js';

/**
 * Begins an expectation about what a mesh does with a request. Nothing runs and nothing is sent: the mesh is compiled,
 * and the configuration of its proxies is evaluated as Envoy would. A mesh with errors throws them.
 *
 * @example
 * expectMesh(mesh).from(ingress).get('/productpage').toReach(productpage);
 * expectMesh(mesh).from('productpage').get('http://reviews:9080/reviews/1').toSplit(reviews, { v1: 80, v3: 20 });
 */
export function expectMesh(mesh: Mesh): MeshExpectation {
  guard(expectMesh, () => simulatedMeshOf(mesh));
  const ask: Ask = (question) => {
    const simulated = simulatedMeshOf(mesh);
    return askMesh(simulated, question(simulated.mesh.ir));
  };
  const from: MeshExpectation['from'] = (sender) =>
    createSender(
      guard(from, () => findSender(simulatedMeshOf(mesh).mesh.ir, sender)),
      ask,
    );
  const toBehave: MeshExpectation['toBehave'] = (cases) => {
    const problem = guard(toBehave, () => judgeTable(cases, ask));
    return problem === undefined ? expectation : raise({ message: problem }, toBehave);
  };
  const expectation: MeshExpectation = { from, toBehave };
  return expectation;
}

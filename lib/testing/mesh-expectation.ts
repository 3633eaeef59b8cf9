import type { BehaviourCase } from './behaviour-case.js';
import type { RequestSender } from './request-sender.js';
import type { Sender } from './sender.js';

/** What can be expected of a mesh. */
export interface MeshExpectation {
  /** Asks as a service of the mesh, or as a client outside at a gateway. Throws where the mesh has neither. */
  readonly from: (sender: Sender) => RequestSender;
  /** Expects all cases of a table. Those that fail are told together. */
  readonly toBehave: (cases: readonly BehaviourCase[]) => MeshExpectation;
}

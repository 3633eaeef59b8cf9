export type { BehaviourCase, CaseExpectations, CaseQuestion } from './behaviour-case.js';
export type { Callee } from './callee.js';
export type { ConnectionExpectation } from './connection-expectation.js';
export type { EveryRequestExpectation, EveryRequestOptions } from './every-request-expectation.js';
export { expectMesh } from './expect-mesh.js';
export type { MeshExpectation } from './mesh-expectation.js';
export type { Place } from './place.js';
export type {
  ArrivingRequest,
  ExpectedHeaders,
  ExpectedRetries,
  OwnAnswer,
  RequestExpectation,
} from './request-expectation.js';
export type { RequestHeaders, RequestOptions } from './request-options.js';
export type { Ask, RequestSender } from './request-sender.js';
export type { Sender } from './sender.js';
export type { Share } from './share.js';

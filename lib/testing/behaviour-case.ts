import type { Duration } from 'cdk8s';
import type { FaultProps } from '../../constructs/policies/fault.js';
import type { Callee } from './callee.js';
import type { Place } from './place.js';
import type { ArrivingRequest, ExpectedHeaders, ExpectedRetries } from './request-expectation.js';
import type { RequestOptions } from './request-options.js';
import type { Sender } from './sender.js';

/** A request of a table, one of these. */
export type CaseQuestion =
  | { readonly get: string }
  | { readonly head: string }
  | { readonly post: string }
  | { readonly put: string }
  | { readonly patch: string }
  | { readonly delete: string }
  | { readonly options: string }
  | { readonly method: string; readonly url: string }
  | { readonly connect: Callee };

/** What a case expects; at least one. Each says what the method of the same name says. */
export interface CaseExpectations {
  /** `toReach`. */
  readonly reach?: Place;
  /** `notToReach`. */
  readonly notReach?: Place;
  /** `toSplit` over any places. */
  readonly split?: Readonly<Record<string, number>>;
  /** `toBeDenied`. */
  readonly denied?: true;
  /** `toLeaveMesh`. */
  readonly leaveMesh?: string;
  /** `toFailWith`. */
  readonly failWith?: number;
  /** `toBeAnswered`. */
  readonly answered?: number;
  /** `toRedirectTo`. */
  readonly redirectTo?: string;
  /** `toMeetFault`, or `notToMeetFault`. */
  readonly fault?: FaultProps | 'none';
  /** `toArriveWith`. */
  readonly arriveWith?: ArrivingRequest;
  /** `toRespondWithHeaders`. */
  readonly respondWithHeaders?: ExpectedHeaders;
  /** `toTimeOutAfter`. */
  readonly timeOutAfter?: Duration | 'never';
  /** `toRetry`, or `notToRetry`. */
  readonly retry?: ExpectedRetries | 'none';
}

/** A row of a table for `toBehave`. */
export type BehaviourCase = {
  /** What failures call it. @default - its place in the table */
  readonly name?: string;
  /** Who asks. */
  readonly from: Sender;
} & CaseQuestion &
  CaseExpectations &
  RequestOptions;

import type { RequestResult } from '../simulate/network/request-result.js';
import type { RequestStep } from '../simulate/network/request-step.js';
import type { ResolvedRequest } from './resolved-request.js';

/** The way of one request through a mesh. */
export interface Trace extends ResolvedRequest {
  /** What the first proxy does, and from there on every further one. */
  readonly step: RequestStep;
  /** What the request may come to, the likeliest first; probabilities sum to 1. */
  readonly results: readonly RequestResult[];
}

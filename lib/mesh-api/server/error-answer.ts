import { problem } from '../problems/problem.js';
import type { Answer } from './answer.js';

/** The answer to what went wrong before or in an operation. What is no fault of the caller says nothing of the inside. */
export function errorAnswer(error: { readonly statusCode?: number; readonly message: string }): Answer {
  const { statusCode = 500, message } = error;
  if (statusCode === 413) return problem('too-large', 'the body is larger than this call takes');
  if (statusCode === 415) return problem('unsupported-media-type', 'Content-Type is no media type');
  if (statusCode >= 400 && statusCode < 500) return problem('malformed-request', message.slice(0, 200));
  return problem('internal', 'the server failed; its log says more, under the id of this call');
}

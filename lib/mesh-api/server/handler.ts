import type { operations } from '../client/generated.js';
import type { Answer } from './answer.js';
import type { ApiContext } from './api-context.js';
import type { ApiRequest } from './api-request.js';

/** Carries out an operation. */
export type Handler = (request: ApiRequest, context: ApiContext) => Answer | Promise<Answer>;

/** Operations of the API description. */
export type OperationId = keyof operations;

/** Operations that are answered at once; a watch goes on. */
export type AnsweredOperation = Exclude<OperationId, 'watch'>;

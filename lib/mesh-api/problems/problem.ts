import type { components } from '../client/generated.js';
import { mediaTypes } from '../openapi/media-types.js';
import type { Answer } from '../server/answer.js';
import { problemKinds, type ProblemKind } from './problem-kinds.js';

/** One thing that is wrong with a request. */
export type ProblemError = components['schemas']['ProblemError'];

/** What a problem may say beside its kind and detail. */
export interface ProblemExtras {
  readonly errors?: readonly ProblemError[];
  /** The revision that there is. */
  readonly revision?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Where the kinds of problems are explained. */
export const problemBase = 'https://meshwright.dev/docs/guides/mesh-api#';

/** The answer to a call that is not carried out: a problem document of RFC 9457. */
export function problem(kind: ProblemKind, detail: string, extras: ProblemExtras = {}): Answer {
  const { status, title } = problemKinds[kind];
  const { errors, revision, headers } = extras;
  return {
    status,
    contentType: mediaTypes.problem,
    problem: kind,
    ...(headers === undefined ? {} : { headers }),
    body: {
      type: `${problemBase}${kind}`,
      title,
      status,
      detail,
      ...(errors === undefined ? {} : { errors }),
      ...(revision === undefined ? {} : { revision }),
    },
  };
}

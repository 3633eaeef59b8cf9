import { isIP } from 'node:net';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { denyCall } from '../../mesh-api/auth/deny-call.js';
import { identify } from '../../mesh-api/auth/identify.js';
import type { Principal } from '../../mesh-api/auth/principal.js';
import { problem } from '../../mesh-api/problems/problem.js';
import type { Answer } from '../../mesh-api/server/answer.js';
import { sendAnswer } from '../../mesh-api/server/send-answer.js';
import type { RolloutApiOptions } from './rollout-api-options.js';

/** Who may make a call: whoever watches, or who steers. */
export type CallKind = 'read' | 'command';

/** A call that may be made. */
export interface AllowedCall {
  /** Absent where nobody has to say who they are. */
  readonly caller?: string;
}

/** Lets calls in and answers them. */
export interface CallDesk {
  /** Who calls, or the answer that says why not. */
  readonly admit: (request: FastifyRequest, kind: CallKind) => AllowedCall | Answer;
  readonly send: (reply: FastifyReply, answer: Answer) => FastifyReply;
}

/** Makes the desk of an API. */
export function createCallDesk({
  tokens = () => [],
  newId,
  openTo = 'commands',
}: Pick<RolloutApiOptions, 'tokens' | 'newId' | 'openTo'>): CallDesk {
  return {
    admit: (request, kind) => {
      const known = tokens();
      if (known.length === 0) {
        if (kind === 'command' && openTo === 'reads') return readOnly;
        return isNamedPlainly(request.headers.host) ? {} : foreignName;
      }
      const { authorization } = request.headers;
      const principal = identify({ authorization }, { tokens: known, ir: undefined });
      const roles = kind === 'read' ? (['reader', 'operator'] as const) : (['operator'] as const);
      return denyCall(principal, { roles }) ?? callerOf(principal);
    },
    send: (reply, answer) => sendAnswer(reply, answer, { id: newId() }),
  };
}

const readOnly = problem('forbidden', 'without tokens the server takes commands on loopback only');
const foreignName = problem('forbidden', 'without tokens the server is to be named by localhost or by its address');

function callerOf(principal: Principal): AllowedCall {
  return principal.kind === 'known' ? { caller: principal.name } : {};
}

/** A name of somebody else's may lead here by DNS; `localhost` and addresses cannot be made to. */
function isNamedPlainly(host = ''): boolean {
  const name = host.replace(/:\d+$/, '').replace(/^\[(.*)\]$/, '$1');
  return name === 'localhost' || isIP(name) !== 0;
}

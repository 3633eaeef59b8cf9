import type { HttpRequest } from '../../simulate/http-request.js';
import type { RequestStep } from '../../simulate/network/request-step.js';
import { denialOf } from './denial-of.js';
import { explainAcceptance } from './explain-acceptance.js';
import { explainDecision } from './explain-decision.js';
import { explainDestinations } from './explain-destinations.js';
import type { ExplainedStep } from './explained-step.js';
import type { OriginLookup } from './origin-of.js';

/** What a proxy did, in order. */
export function explainHop(
  step: RequestStep,
  context: {
    /** As it came in; undefined for bytes. */
    readonly sent: HttpRequest | undefined;
    /** The program that the proxy stands before; undefined at the first proxy. */
    readonly behind: string | undefined;
    readonly origins: OriginLookup;
  },
): readonly ExplainedStep[] {
  const { accepted, decision, unknown } = step;
  const { sent, origins } = context;
  const handler = accepted.kind === 'accepted' ? accepted.chain.handler : undefined;
  const decided =
    decision === undefined || handler?.kind !== 'http' || sent === undefined
      ? []
      : explainDecision({ manager: handler.manager, sent, origins }, decision);
  const denials = denialSteps(step, origins);
  return [
    explainAcceptance(step, origins),
    // A denial says what its answer is.
    ...decided.filter(({ kind }) => denials.length === 0 || kind !== 'answer'),
    ...denials,
    ...explainDestinations(step, context.behind, origins),
    ...(unknown.length === 0 ? [] : [{ kind: 'unknown', what: unknown, origin: undefined } as const]),
  ];
}

function denialSteps(step: RequestStep, origins: OriginLookup): readonly ExplainedStep[] {
  const text = denialOf(step);
  if (text === undefined) return [];
  const { accepted, decision } = step;
  const origin =
    decision?.route === undefined
      ? origins.listener(accepted.listeners.at(-1)?.name ?? '')
      : origins.route(decision.route.name);
  const status = decision?.outcome.kind === 'direct-response' ? decision.outcome.status : undefined;
  return [{ kind: 'denial', text, status, origin }];
}

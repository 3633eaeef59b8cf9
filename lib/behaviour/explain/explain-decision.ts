import type { Decision } from '../../simulate/decision.js';
import type { HttpRequest } from '../../simulate/http-request.js';
import type { HttpManager } from '../../simulate/http-manager.js';
import { changesBetween } from './changes-between.js';
import { explainForward } from './explain-forward.js';
import { explainRouting } from './explain-routing.js';
import type { ExplainedStep } from './explained-step.js';
import type { OriginLookup } from './origin-of.js';

/** What an HTTP connection manager did with a request, in order. */
export function explainDecision(
  {
    manager,
    sent,
    origins,
  }: {
    readonly manager: HttpManager;
    /** As it came in. */
    readonly sent: HttpRequest;
    readonly origins: OriginLookup;
  },
  decision: Decision,
): readonly ExplainedStep[] {
  const { outcome, request } = decision;
  const headers = sent.headers.map(([name, value]): [string, string] => [name.toLowerCase(), value.trim()]);
  const changes = changesBetween({ ...sent, forwardedProto: '', headers }, request);
  const cleaned: readonly ExplainedStep[] =
    changes.length === 0 ? [] : [{ kind: 'cleaned', changes, origin: undefined }];
  if (outcome.kind === 'refuse') return [...cleaned, { kind: 'refused', outcome, origin: undefined }];
  return [
    ...cleaned,
    ...explainRouting(manager.routes, decision, origins),
    ...filterSteps(decision, origins),
    ...outcomeSteps(decision, origins),
  ];
}

function filterSteps({ filters, fault, route }: Decision, origins: OriginLookup): readonly ExplainedStep[] {
  const origin = route === undefined ? undefined : origins.route(route.name, 'fault');
  return [
    ...(filters.length === 0 ? [] : [{ kind: 'filters', runs: filters, origin: undefined } as const]),
    ...(fault === undefined ? [] : [{ kind: 'fault', ...fault, origin } as const]),
  ];
}

function outcomeSteps(decision: Decision, origins: OriginLookup): readonly ExplainedStep[] {
  const { outcome } = decision;
  const route = decision.route?.name ?? '';
  switch (outcome.kind) {
    case 'refuse':
    case 'no-route':
    case 'unknown':
      return [];
    case 'redirect':
    case 'direct-response': {
      const { kind, status, location, body } = outcome;
      return [{ kind: 'answer', by: kind, status, location, body, origin: origins.route(route) }];
    }
    case 'forward':
      return explainForward(decision, outcome, { route, origins });
  }
}

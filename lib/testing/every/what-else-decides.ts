import type { HttpManager } from '../../simulate/http-manager.js';
import type { RequestStep } from '../../simulate/network/request-step.js';
import type { SimulatedRoute } from '../../simulate/route/simulated-route.js';
import { complementSet } from '../../simulate/sets/complement-set.js';
import { conditionSet } from '../../simulate/sets/condition-set.js';
import { hostDomains } from '../../simulate/sets/host-domain.js';
import { isEmptySet } from '../../simulate/sets/is-empty-set.js';

/**
 * Whether what happens to a request follows from the route that takes it at the first proxy alone: then what holds for
 * one request on the route holds for all. Says what else plays a part; undefined where nothing does.
 */
export function whatElseDecides(
  manager: Pick<HttpManager, 'filters'>,
  route: SimulatedRoute | undefined,
  { branches }: Pick<RequestStep, 'branches'>,
): string | undefined {
  const action = route?.action;
  if (action?.kind === 'forward') {
    if (action.randomValueHeader !== undefined) return `header ${action.randomValueHeader} decides where it goes`;
    const named = action.choices.find(({ cluster }) => cluster.kind === 'header');
    if (named !== undefined) return 'a header decides where it goes';
  }
  if (asksHeadersForFault(manager, route)) return 'headers decide whether it meets a fault';
  for (const { end } of branches) {
    if (end.kind === 'proxy' && !treatsAllAlike(end.step))
      return `the proxy of ${end.step.proxy} has routes of its own for what comes in`;
  }
  return undefined;
}

function asksHeadersForFault({ filters }: Pick<HttpManager, 'filters'>, route: SimulatedRoute | undefined): boolean {
  const rules = filters.map(({ fault }) => fault);
  for (const override of route?.filters.values() ?? []) if (override.kind === 'fault') rules.push(override.rule);
  return rules.some((rule) => rule !== undefined && rule.headers.length > 0);
}

/** Whether a proxy sends every request to the same place, without looking at it. */
function treatsAllAlike({ accepted, decision, branches }: RequestStep): boolean {
  if (accepted.kind === 'closed' || decision === undefined) return true;
  const { handler } = accepted.chain;
  if (handler.kind !== 'http') return true;
  const { domains } = hostDomains(handler.manager.routes);
  const first = domains[0]?.host?.routes[0];
  if (domains.length > 1 || first === undefined) return false;
  return (
    isEmptySet(complementSet(conditionSet(first.condition))) === true &&
    whatElseDecides(handler.manager, first, { branches }) === undefined
  );
}

import type { HttpManager, SimulatedFilter } from '../../simulate/http-manager.js';
import type { FaultRule } from '../../simulate/route/fault-rule.js';
import type { SimulatedRoute } from '../../simulate/route/simulated-route.js';
import { describeHeaderCondition } from '../explain/describe-header-condition.js';
import { describeDuration } from '../explain/describe-duration.js';
import { describeShare } from '../explain/describe-share.js';
import { describeStatus } from '../explain/describe-status.js';
import type { RouteAspect } from './route-aspect.js';

/** What the filters of a chain do on a route, the router left out. */
export function faultAspects(route: SimulatedRoute, { filters }: HttpManager): readonly RouteAspect[] {
  return filters.flatMap((filter) => filterAspects(route, filter));
}

function filterAspects({ filters }: SimulatedRoute, filter: SimulatedFilter): readonly RouteAspect[] {
  const { name, kind, isDisabled, fault } = filter;
  if (kind === 'router') return [];
  const override = filters.get(name);
  if (override?.kind === 'fault') return ruleAspects(override.rule);
  const isOff = override === undefined ? isDisabled : override.kind === 'off';
  if (isOff) return [];
  if (kind === 'fault' && override?.kind !== 'unknown') return fault === undefined ? [] : ruleAspects(fault);
  return [{ kind: 'connection', name: `filter ${name}`, text: override?.kind ?? 'on' }];
}

function ruleAspects({ headers, cluster, delay, abort, unknown }: FaultRule): readonly RouteAspect[] {
  const only = [
    ...headers.map(describeHeaderCondition),
    ...(cluster === undefined ? [] : [`cluster ${cluster}`]),
    ...unknown.map((field) => `${field}, which is not known`),
  ];
  const scope = only.length === 0 ? '' : ` where ${only.join(' and ')}`;
  const aspects: RouteAspect[] = [];
  if (delay !== undefined && delay.probability.numerator > 0) {
    const text = `${describeDuration(delay.durationMs)} for ${describeShare(delay.probability)}${scope}`;
    aspects.push({ kind: 'fault', name: 'fault delay', text });
  }
  if (abort !== undefined && abort.probability.numerator > 0) {
    const status = describeStatus(abort.status, abort.grpcStatus);
    aspects.push({
      kind: 'fault',
      name: 'fault abort',
      text: `${status} for ${describeShare(abort.probability)}${scope}`,
      refusesAll: only.length === 0 && abort.probability.numerator === abort.probability.denominator,
    });
  }
  return aspects;
}

import type { Decision } from '../../simulate/decision.js';
import { meetsPathCondition } from '../../simulate/match/meets-path-condition.js';
import { pathWithoutQuery } from '../../simulate/path/path-without-query.js';
import { candidatePositions } from '../../simulate/route/candidate-positions.js';
import { findVirtualHost } from '../../simulate/route/find-virtual-host.js';
import type { RouteTable, SimulatedVirtualHost } from '../../simulate/route/route-table.js';
import type { SimulatedRoute } from '../../simulate/route/simulated-route.js';
import { describeCondition } from './describe-condition.js';
import { describePathCondition } from './describe-path-condition.js';
import type { ExplainedStep } from './explained-step.js';
import { matchedDomain } from './matched-domain.js';
import type { OriginLookup } from './origin-of.js';
import { unmetReasons } from './unmet-reasons.js';

/** Routes that were passed over and are told one by one; of the others only the number is. */
const mostPassedOver = 12;

/** Which virtual host and route took a request, and why the routes before it did not. */
export function explainRouting(table: RouteTable, decision: Decision, origins: OriginLookup): readonly ExplainedStep[] {
  const { authority } = decision.request;
  const host = findVirtualHost(table, authority);
  if (host === undefined) return [{ kind: 'no-virtual-host', authority, origin: undefined }];
  const domain = matchedDomain(table, authority) ?? '';
  const found = decision.route === undefined ? undefined : host.routes[decision.route.position];
  return [
    { kind: 'virtual-host', name: host.name, domain, authority, origin: undefined },
    ...passedOver(host, decision, origins),
    found === undefined
      ? { kind: 'no-route', origin: undefined }
      : {
          kind: 'route',
          route: found.name === '' ? `number ${String(found.position + 1)}` : found.name,
          condition: describeCondition(found.condition),
          behind: host.routes.length - found.position - 1,
          origin: origins.route(found.name),
        },
  ];
}

function passedOver(host: SimulatedVirtualHost, decision: Decision, origins: OriginLookup): readonly ExplainedStep[] {
  const end = decision.route?.position ?? host.routes.length;
  const path = pathWithoutQuery(decision.request.path);
  const fitting = candidatePositions(host.index, path).flatMap((position): readonly SimulatedRoute[] => {
    const route = host.routes[position];
    const isBefore = position < end && route !== undefined;
    const { kind } = route?.condition.path ?? { kind: 'unknown' };
    return isBefore && (kind === 'unknown' || meetsPathCondition(route.condition.path, path)) ? [route] : [];
  });
  // Where nothing took the request it may be the path that is wrong: then routes for other paths are told too.
  const isFitting = new Set(fitting);
  const others = decision.route === undefined ? host.routes.filter((route) => !isFitting.has(route)) : [];
  const told = [...fitting, ...others].slice(0, mostPassedOver);
  const steps = told.map((route): ExplainedStep => {
    const { path: condition } = route.condition;
    const wrongPath = isFitting.has(route)
      ? []
      : [`path is "${path}"; asked for: ${describePathCondition(condition) ?? 'any path'}`];
    return {
      kind: 'passed-over',
      route: route.name === '' ? `number ${String(route.position + 1)}` : route.name,
      reasons: [...wrongPath, ...unmetReasons(route, decision.request)],
      origin: origins.route(route.name),
    };
  });
  const pathFits = fitting.filter((route) => !told.includes(route)).length;
  const pathDiffers = end - told.length - pathFits;
  if (pathFits + pathDiffers === 0) return steps;
  return [...steps, { kind: 'others-passed-over', pathFits, pathDiffers, origin: undefined }];
}

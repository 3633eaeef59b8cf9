import type { Condition } from '../../../constructs/match/condition.js';
import { lowerMatch } from '../../../constructs/internal/lower-match.js';
import type { SimulatedMesh } from '../../behaviour/simulated-mesh.js';
import type { Trace } from '../../behaviour/trace.js';
import type { HttpRequest } from '../../simulate/http-request.js';
import { followRequest } from '../../simulate/network/follow-request.js';
import { requestResults } from '../../simulate/network/request-results.js';
import { intersectSets } from '../../simulate/sets/intersect-sets.js';
import type { Witness } from '../../simulate/sets/witness.js';
import { InternalError } from '../../util/internal-error.js';
import type { Ask } from '../ask/ask.js';
import { meshRequestOf } from '../ask/mesh-request-of.js';
import { unknownOfStep } from '../../behaviour/unknown-of-step.js';
import type { Asked } from '../asked.js';
import type { EveryRequestOptions } from '../every-request-expectation.js';
import { Misuse } from '../misuse.js';
import { authoritySet } from './authority-set.js';
import type { EveryAsked } from './every-asked.js';
import { matchSet } from './match-set.js';
import { requestClasses } from './request-classes.js';
import { whatElseDecides } from './what-else-decides.js';

/** Which requests are meant. */
export interface EveryQuestion {
  readonly condition: Condition | undefined;
  readonly options: EveryRequestOptions;
}

/** Finds what becomes of all requests that meet a condition. Throws `Misuse` where there is none, or no such door. */
export function askEvery(from: string, ask: Ask, { condition, options }: EveryQuestion): EveryAsked {
  const probe = ask((ir) => {
    const gateway = ir.gateways.find(({ name }) => name === from);
    const { to, host, port } = options;
    if (gateway === undefined)
      return meshRequestOf(ir, {
        from,
        method: 'GET',
        url: '/',
        options: { ...(to === undefined ? {} : { to }), ...(host === undefined ? {} : { host }) },
      });
    const door = { from, method: 'GET', url: '/', headers: [['host', host ?? gateway.name] as const] };
    return port === undefined ? door : { ...door, to: { name: from, port } };
  });
  const { step, request, start } = probe.trace;
  const handler = step.accepted.kind === 'accepted' ? step.accepted.chain.handler : undefined;
  if (request === undefined || step.decision === undefined || handler?.kind !== 'http')
    throw new Misuse(`"${from}" has no HTTP there`, 'what no call is declared for is expected of a single request');
  const { manager } = handler;
  const isGateway = probe.simulated.mesh.ir.gateways.some(({ name }) => name === from);
  const oneAuthority = isGateway && options.host === undefined ? [] : [authoritySet(step.decision.request.authority)];
  const { classes, undecided } = requestClasses(
    manager,
    intersectSets(matchSet(lowerMatch(condition)), ...oneAuthority),
  );
  if (classes.length === 0 && undecided.length === 0)
    throw new Misuse('no request meets the condition of everyRequest', 'nothing can be expected of none');
  const examples = classes.map(({ example }) => follow(probe.simulated, { start, request }, example));
  const doubts = classes.flatMap(({ route }, index) => {
    const trace = examples[index]?.trace;
    const doubt = trace === undefined ? undefined : whatElseDecides(manager, route, trace.step);
    return doubt === undefined ? [] : [doubt];
  });
  return { examples, undecided: [...undecided, ...doubts] };
}

function follow(
  simulated: SimulatedMesh,
  { start, request }: { readonly start: Trace['start']; readonly request: HttpRequest },
  { method, authority, path, headers }: Witness,
): Asked {
  const sent: HttpRequest = { ...request, method, authority, path, headers };
  const step = followRequest(simulated.network, start, sent);
  if (step === undefined) throw new InternalError(`the proxy "${start.proxy}" was asked, and is not there`);
  const trace = { start, request: sent, step, results: requestResults(step) };
  return { simulated, trace, unknown: unknownOfStep(step) };
}

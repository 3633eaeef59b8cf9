import type { SimulatedListener } from '../../simulate/proxy/simulated-proxy.js';
import type { HttpManager } from '../../simulate/http-manager.js';
import type { RequestSet } from '../../simulate/sets/request-set.js';
import { routeReach, type RouteReach } from '../../simulate/sets/route-reach.js';
import type { Witness } from '../../simulate/sets/witness.js';
import { describeCondition } from '../explain/describe-condition.js';
import { originOf } from '../explain/origin-of.js';
import type { MeshRequest } from '../mesh-request.js';
import type { SimulatedMesh } from '../simulated-mesh.js';
import { traceRequest } from '../trace-request.js';
import { calleeOfCluster } from './callee-of-cluster.js';
import { domainsOf } from './domains-of.js';
import type { ReachWay } from './reach-edge.js';
import { sharesByCallee } from './shares-by-callee.js';
import { undecidedBy } from './undecided-by.js';

/** A way, and the callee that it leads to. */
export interface WayTo {
  readonly to: string;
  readonly way: ReachWay;
}

/**
 * The ways out of a proxy for HTTP requests: every route that some request takes, decided on the route tables that the
 * proxy runs on, each shown by a request that the simulator follows to the callee.
 *
 * @param within the requests that count; all where undefined
 */
export function httpWays(simulated: SimulatedMesh, from: string, within: RequestSet | undefined): readonly WayTo[] {
  const listeners = simulated.network.proxy(from)?.listeners ?? [];
  const isGateway = simulated.mesh.proxies.some(({ name, kind }) => name === from && kind === 'gateway');
  return listeners.flatMap((listener) => {
    // What comes in to a service is for its own program; what comes in to a gateway goes on.
    if (listener.direction === 'inbound' && !isGateway) return [];
    const chains = [...listener.chains, ...(listener.defaultChain === undefined ? [] : [listener.defaultChain])];
    return chains.flatMap(({ handler }) =>
      handler.kind === 'http' ? managerWays({ simulated, from, listener, within }, handler.manager) : [],
    );
  });
}

interface Context {
  readonly simulated: SimulatedMesh;
  readonly from: string;
  readonly listener: SimulatedListener;
  readonly within: RequestSet | undefined;
}

function managerWays(context: Context, { routes, path }: HttpManager): readonly WayTo[] {
  const { simulated, from, listener, within } = context;
  const origins = originOf(simulated.origins.get(from));
  return routeReach(routes, { path, ...(within === undefined ? {} : { within }) }).flatMap(
    (reach): readonly WayTo[] => {
      const { route, verdict } = reach;
      if (verdict.kind === 'never' || route.action.kind !== 'forward') return [];
      const shared = {
        kind: 'http',
        route: route.name,
        origin: origins.route(route.name),
        hosts: domainsOf(routes.domains, route.virtualHost),
        port: listener.address?.port ?? 0,
        condition: describeCondition(route.condition),
      } as const;
      const undecided = (reason: string, callees = namedCallees(context, reach)): readonly WayTo[] => {
        const way = { ...shared, probability: undefined, witness: undefined, undecided: reason };
        return callees.map((to) => ({ to, way }));
      };
      if (verdict.kind === 'undecided') return undecided(verdict.reason);
      const request = witnessRequest(from, shared.port, verdict.witness);
      const trace = traceRequest(simulated, request);
      if ('message' in trace) return undecided(trace.message);
      const shares = sharesByCallee(simulated, trace);
      const reason = undecidedBy(trace);
      if (reason !== undefined)
        return undecided(reason, [...new Set([...namedCallees(context, reach), ...shares.keys()])]);
      const { method, url, headers } = request;
      return [...shares].map(([to, probability]) => ({
        to,
        way: { ...shared, probability, witness: { method, url, headers }, undecided: undefined },
      }));
    },
  );
}

/** The callees that a route's action names, where no request shows them. */
function namedCallees({ simulated, from }: Context, { route }: RouteReach): readonly string[] {
  const choices = route.action.kind === 'forward' ? route.action.choices : [];
  const callees = choices.flatMap(({ cluster, weight }) => {
    const callee = cluster.kind === 'name' ? calleeOfCluster(simulated.mesh, from, cluster.name) : undefined;
    return callee === undefined || weight === 0 ? [] : [callee];
  });
  return [...new Set(callees)];
}

function witnessRequest(from: string, port: number, { method, authority, path, headers }: Witness): MeshRequest {
  const hasPort = /:\d+$/.test(authority);
  return { from, method, url: `http://${hasPort ? authority : `${authority}:${String(port)}`}${path}`, headers };
}

import type { OutboundTcpPort } from '../../ir/effective-mesh.js';
import type { SimulatedMesh } from '../simulated-mesh.js';
import { traceRequest } from '../trace-request.js';
import type { WayTo } from './http-ways.js';
import { sharesByCallee } from './shares-by-callee.js';
import { undecidedBy } from './undecided-by.js';

/** The ways out of a proxy for connections of bytes, each shown by one that the simulator follows to the callee. */
export function tcpWays(simulated: SimulatedMesh, from: string): readonly WayTo[] {
  const proxy = simulated.mesh.proxies.find(({ name }) => name === from);
  if (proxy?.kind !== 'service') return [];
  return proxy.outbound.flatMap((port) => (port.kind === 'tcp' ? portWays(simulated, from, port) : []));
}

function portWays(simulated: SimulatedMesh, from: string, { callee, port, route }: OutboundTcpPort): readonly WayTo[] {
  const host = callee.kind === 'service' ? callee.service.name : (callee.service.hosts[0] ?? callee.service.name);
  const url = `tcp://${host}:${String(port.number)}`;
  const trace = traceRequest(simulated, { from, method: 'GET', url, headers: [] });
  const shared = {
    kind: 'tcp',
    route: route.name,
    origin: route.origin,
    hosts: [],
    port: port.number,
    condition: 'every connection',
  } as const;
  const undecided = 'message' in trace ? trace.message : undecidedBy(trace);
  if ('message' in trace || undecided !== undefined)
    return [{ to: callee.service.name, way: { ...shared, probability: undefined, witness: undefined, undecided } }];
  return [...sharesByCallee(simulated, trace)].map(([to, probability]) => ({
    to,
    way: { ...shared, probability, witness: { method: undefined, url, headers: [] }, undecided },
  }));
}

import type { HttpManager } from '../../simulate/http-manager.js';
import type { SimulatedFilterChain, SimulatedProxy } from '../../simulate/proxy/simulated-proxy.js';
import type { SimulatedRoute } from '../../simulate/route/simulated-route.js';
import { tableHosts } from './table-hosts.js';

/** What the simulator does not know of a proxy's configuration, in words; each once, in the configuration's order. */
export function unknownParts({ listeners, clusters, unknown }: SimulatedProxy): readonly string[] {
  const parts = [
    ...unknown,
    ...listeners.flatMap(({ chains, defaultChain, unknown: own }) => [
      ...own,
      ...[...chains, ...(defaultChain === undefined ? [] : [defaultChain])].flatMap(ofChain),
    ]),
    ...[...clusters.values()].flatMap((cluster) => cluster.unknown),
  ];
  return [...new Set(parts)];
}

function ofChain({ handler, unknown }: SimulatedFilterChain): readonly string[] {
  switch (handler.kind) {
    case 'http':
      return [...unknown, ...ofManager(handler.manager)];
    case 'tcp':
      return unknown;
    case 'unknown':
      return [...unknown, `network filter "${handler.filter}"`];
  }
}

function ofManager({ filters, routes, unknown }: HttpManager): readonly string[] {
  return [
    ...unknown,
    ...filters.flatMap(({ name, kind, fault }) => [
      ...(kind === 'unknown' ? [`filter "${name}"`] : []),
      ...(fault?.unknown ?? []).map((field) => `filter "${name}": ${field}`),
    ]),
    ...routes.unknown,
    ...tableHosts(routes).flatMap(({ host }) => [...host.unknown, ...host.routes.flatMap(ofRoute)]),
  ];
}

function ofRoute({ filters, unknown, unknownConditions }: SimulatedRoute): readonly string[] {
  if (filters.size === 0) return [...unknownConditions, ...unknown];
  const overrides = [...filters].flatMap(([name, override]) => {
    if (override.kind === 'unknown') return [`filter "${name}"`];
    return override.kind === 'fault' ? override.rule.unknown.map((field) => `filter "${name}": ${field}`) : [];
  });
  return [...unknownConditions, ...unknown, ...overrides];
}

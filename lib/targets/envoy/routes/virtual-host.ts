import type { Route, VirtualHost } from 'envoy-config-types/envoy/config/route/v3';
import type { Origin } from '../../../diagnostics/origin.js';
import type { Built } from '../built.js';
import type { ResourceChecker } from '../resource-checker.js';

/** What a virtual host is made of. */
export interface VirtualHostInput {
  readonly name: string;
  readonly domains: readonly string[];
  readonly routes: readonly Built<readonly Route[]>[];
  readonly origin: Origin;
}

/** The routes for the hosts of one callee. Envoy: `config.route.v3.VirtualHost`. */
export function virtualHost(
  { name, domains, routes, origin }: VirtualHostInput,
  check: ResourceChecker,
): Built<VirtualHost> {
  const resource: VirtualHost = { name, domains: [...domains], routes: routes.flatMap((route) => route.resource) };
  const built = check({
    type: 'envoy.config.route.v3.VirtualHost',
    label: `virtual host "${name}"`,
    resource,
    shell: { ...resource, routes: [] },
    origin,
  });
  return {
    resource: built.resource,
    diagnostics: [...built.diagnostics, ...routes.flatMap(({ diagnostics }) => diagnostics)],
    origins: [...built.origins, ...routes.flatMap(({ origins }) => origins)],
  };
}

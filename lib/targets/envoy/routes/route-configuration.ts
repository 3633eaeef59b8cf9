import type { RouteConfiguration, VirtualHost } from 'envoy-config-types/envoy/config/route/v3';
import { createDiagnostic } from '../../../diagnostics/create-diagnostic.js';
import type { Diagnostic } from '../../../diagnostics/diagnostic.js';
import type { Origin } from '../../../diagnostics/origin.js';
import type { Built } from '../built.js';
import type { ResourceChecker } from '../resource-checker.js';

/** What a route configuration is made of. */
export interface RouteConfigurationInput {
  readonly name: string;
  /** In order; domains must differ. */
  readonly virtualHosts: readonly Built<VirtualHost>[];
  readonly responseHeadersToRemove?: readonly string[];
  readonly origin: Origin;
}

/**
 * The routes of one listener, for its own file. Reports `duplicate-host` where two callees answer to one name.
 * Envoy: `config.route.v3.RouteConfiguration`.
 */
export function routeConfiguration(
  { name, virtualHosts, responseHeadersToRemove, origin }: RouteConfigurationInput,
  check: ResourceChecker,
): Built<RouteConfiguration> {
  const resource: RouteConfiguration = {
    name,
    // Callers may write the port behind the host or not.
    ignore_port_in_host_matching: true,
    ...(responseHeadersToRemove === undefined ? {} : { response_headers_to_remove: [...responseHeadersToRemove] }),
    virtual_hosts: virtualHosts.map((host) => host.resource),
  };
  const built = check({
    type: 'envoy.config.route.v3.RouteConfiguration',
    label: `route configuration "${name}"`,
    resource,
    shell: { ...resource, virtual_hosts: [] },
    origin,
  });
  return {
    resource: built.resource,
    diagnostics: [
      ...built.diagnostics,
      ...sharedDomains(resource.virtual_hosts ?? [], origin),
      ...virtualHosts.flatMap(({ diagnostics }) => diagnostics),
    ],
    origins: [...built.origins, ...virtualHosts.flatMap(({ origins }) => origins)],
  };
}

function sharedDomains(virtualHosts: readonly VirtualHost[], origin: Origin): readonly Diagnostic[] {
  const ownerByDomain = new Map<string, string>();
  return virtualHosts.flatMap(({ name, domains }) =>
    domains.flatMap((domain) => {
      const owner = ownerByDomain.get(domain);
      ownerByDomain.set(domain, name);
      if (owner === undefined) return [];
      return [
        createDiagnostic('duplicate-host', {
          message: `callees "${owner}" and "${name}" of one caller both answer to host "${domain}"`,
          origin,
          hint: 'give the external service another host or the service another name',
        }),
      ];
    }),
  );
}

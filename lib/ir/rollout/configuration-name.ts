import { contentName } from '../content-name.js';
import type { ConfigurationParts } from './configuration-change.js';

/** Names the rules and policies of a mesh by their content; what they stand on has its names only. */
export function configurationName({ policies, services, gateways, externalServices }: ConfigurationParts): string {
  return contentName({
    policies,
    services: services.map((service) => ({
      ...own(service),
      versions: service.versions.map((version) => ({ name: version.name, policies: version.policies })),
      calls: service.calls.map((call) => ({ callee: call.callee, policies: call.policies })),
    })),
    gateways: gateways.map(own),
    externalServices: externalServices.map((service) => ({ name: service.name, policies: service.policies })),
  });
}

function own({
  name,
  routes,
  policies,
}: Pick<ConfigurationParts['gateways' | 'services'][number], 'name' | 'routes' | 'policies'>) {
  return { name, routes, policies };
}

import { defineCheck } from '../define-check.js';
import { describeRoute } from '../words/describe-route.js';
import { didYouMean } from '../words/did-you-mean.js';
import { listNames } from '../words/list-names.js';

/**
 * Finds routes for a host that their gateway does not serve, or of a service, where hosts play no part.
 */
export const routeUnknownHost = defineCheck('route-unknown-host', function* ({ index }) {
  for (const site of index.routes) {
    const { owner, route } = site;
    if (route.kind !== 'http' || route.hosts === undefined || route.hosts.length === 0) continue;
    if (owner.kind === 'service') {
      yield {
        message: `${describeRoute(site)} is for ${listNames(route.hosts)}, but only routes of a gateway choose by host`,
        origin: route.origin,
        hint: 'leave out "hosts"; callers reach the service by its own name',
      };
      continue;
    }
    const { hosts, name, origin } = owner.gateway;
    if (hosts.length === 0) continue;
    for (const host of route.hosts) {
      if (hosts.includes(host)) continue;
      yield {
        message: `${describeRoute(site)} is for host "${host}", but gateway "${name}" serves only ${listNames(hosts)}`,
        origin: route.origin,
        related: [{ message: `gateway "${name}" is declared`, origin }],
        hint: didYouMean(host, hosts) ?? `add "${host}" to the hosts of the gateway`,
      };
    }
  }
});

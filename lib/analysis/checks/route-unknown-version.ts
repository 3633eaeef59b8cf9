import { defineCheck } from '../define-check.js';
import { describeRoute } from '../words/describe-route.js';
import { didYouMean } from '../words/did-you-mean.js';
import { listNames } from '../words/list-names.js';

/**
 * Finds routes to versions that their service does not have.
 */
export const routeUnknownVersion = defineCheck('route-unknown-version', function* ({ index }) {
  for (const { site, weighted, resolution } of index.destinations) {
    if (resolution.kind !== 'unknown-version' || weighted.destination.kind !== 'version') continue;
    const { service } = resolution;
    const { version } = weighted.destination;
    const names = service.versions.map(({ name }) => name);
    yield {
      message: `${describeRoute(site)} sends to version "${version}" of service "${service.name}", which has only ${listNames(names)}`,
      origin: site.route.origin,
      related: [{ message: `service "${service.name}" is declared`, origin: service.origin }],
      hint: didYouMean(version, names) ?? `declare version "${version}", or send to one that exists`,
    };
  }
});

import { defineCheck } from '../define-check.js';
import { describeRoute } from '../words/describe-route.js';

/**
 * Finds routes of a gateway that neither forward nor redirect. (Those that do both are found where the program's words
 * are read: here the redirect is all that is left of them.)
 */
export const routeActionConflict = defineCheck('route-action-conflict', function* ({ index }) {
  for (const site of index.routes) {
    const { owner, route } = site;
    if (owner.kind !== 'gateway' || route.kind !== 'http') continue;
    if (route.action.kind !== 'forward' || route.action.destinations.length > 0) continue;
    yield {
      message: `${describeRoute(site)} neither sends requests on nor redirects them`,
      origin: route.origin,
      hint: 'add "to" with at least one destination, or "redirect"',
    };
  }
});

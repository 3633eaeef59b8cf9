import type { Origin } from '../diagnostics/origin.js';
import type { HeaderOperations } from '../ir/header-operations.js';
import type { RouteSite } from '../ir/visit.js';
import { describeRoute } from './words/describe-route.js';

/** What a route does to the headers of requests or of answers. */
export interface HeaderChanges {
  /** The route, for a message. */
  readonly subject: string;
  readonly what: 'request' | 'response';
  readonly operations: HeaderOperations;
  /** Of the route. */
  readonly origin: Origin;
}

/** Walks what HTTP routes do to headers: route by route, requests before answers; what is left alone is left out. */
export function* headerChanges(sites: Iterable<RouteSite>): Generator<HeaderChanges> {
  for (const site of sites) {
    const { route } = site;
    if (route.kind !== 'http') continue;
    const shared = { subject: describeRoute(site), origin: route.origin };
    const { requestHeaders, responseHeaders } = route;
    if (requestHeaders !== undefined) yield { ...shared, what: 'request', operations: requestHeaders };
    if (responseHeaders !== undefined) yield { ...shared, what: 'response', operations: responseHeaders };
  }
}

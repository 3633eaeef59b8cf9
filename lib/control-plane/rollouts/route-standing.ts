import { resourceTypeUrls } from '../../envoy-resources/resource-type-urls.js';
import { compareText } from '../../util/compare-text.js';
import type { ProxyStates } from '../proxies/create-proxy-states.js';
import type { Refusal } from '../proxy-state.js';

/** How the nodes that call a service stand with the routes that were published last. */
export interface RouteStanding {
  /** Connected nodes that call it. */
  readonly carrying: number;
  /** Those of them that have accepted. */
  readonly accepted: number;
  /** The first refusal there is, by id of the node. */
  readonly refused?: { readonly nodeId: string; readonly refusal: Refusal };
}

/** Counts nodes of some groups. Proxies must have been told: while the server has streams to bring up to date nobody has accepted. */
export function routeStanding(
  states: Pick<ProxyStates, 'count'>,
  { groups, isUpToDate }: { readonly groups: ReadonlySet<string>; readonly isUpToDate: boolean },
): RouteStanding {
  const { nodes, synced, refusals } = states.count(groups, resourceTypeUrls.routeConfiguration);
  const [refused] = [...refusals].sort((left, right) => compareText(left.nodeId, right.nodeId));
  return { carrying: nodes, accepted: isUpToDate ? synced : 0, ...(refused === undefined ? {} : { refused }) };
}

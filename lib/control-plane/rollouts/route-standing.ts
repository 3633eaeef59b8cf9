import { resourceTypeUrls } from '../../envoy-resources/resource-type-urls.js';
import type { ProxyState, Refusal } from '../proxy-state.js';

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
  states: readonly ProxyState[],
  { groups, isUpToDate }: { readonly groups: ReadonlySet<string>; readonly isUpToDate: boolean },
): RouteStanding {
  const connected = states.filter(({ group, streams }) => streams > 0 && groups.has(group));
  const routesOf = ({ types }: ProxyState) =>
    types.find(({ typeUrl }) => typeUrl === resourceTypeUrls.routeConfiguration);
  const accepted = isUpToDate ? connected.filter((state) => routesOf(state)?.status === 'synced').length : 0;
  for (const state of connected) {
    const refusal = routesOf(state)?.refusal;
    if (refusal !== undefined)
      return { carrying: connected.length, accepted, refused: { nodeId: state.nodeId, refusal } };
  }
  return { carrying: connected.length, accepted };
}

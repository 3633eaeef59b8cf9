import type { Codec } from 'envoy-config-types/codec';
import { resourceTypeUrls } from '../../../envoy-resources/resource-type-urls.js';
import { isRecord } from '../../../simulate/config-dump/is-record.js';
import type { JsonRecord } from '../../../simulate/config-dump/json-record.js';
import { recordsAt } from '../../../simulate/config-dump/records-at.js';
import type { RunningResources } from './compare-config.js';
import { normalise } from './normalise.js';

const paths = {
  clusters: ['dynamic_active_clusters', 'cluster'],
  endpoints: ['dynamic_endpoint_configs', 'endpoint_config'],
  listeners: ['dynamic_listeners', 'active_state', 'listener'],
  routes: ['dynamic_route_configs', 'route_config'],
} as const;

const sections = {
  clusters: 'ClustersConfigDump',
  endpoints: 'EndpointsConfigDump',
  listeners: 'ListenersConfigDump',
  routes: 'RoutesConfigDump',
} as const;

const typeUrls = {
  clusters: resourceTypeUrls.cluster,
  endpoints: resourceTypeUrls.clusterLoadAssignment,
  listeners: resourceTypeUrls.listener,
  routes: resourceTypeUrls.routeConfiguration,
} as const;

/** What an Envoy got by xDS, from its `/config_dump`, in normal form; the lists that the dump came without are absent. */
export function runningResources(
  configs: readonly unknown[],
  codec: Pick<Codec, 'toBinary' | 'fromBinary'>,
): Partial<RunningResources> {
  const kinds = Object.keys(paths) as (keyof typeof paths)[];
  return Object.fromEntries(
    kinds.flatMap((kind) => {
      const found = configs
        .filter(isRecord)
        .filter((section) => String(section['@type']).endsWith(`.${sections[kind]}`));
      if (found.length === 0) return [];
      return [
        [
          kind,
          recordsAt(found, paths[kind]).map((resource) => normalise(codec, typeUrls[kind], withoutType(resource))),
        ],
      ];
    }),
  );
}

/** The section says already what it is. */
function withoutType({ '@type': _type, ...resource }: JsonRecord): JsonRecord {
  return resource;
}

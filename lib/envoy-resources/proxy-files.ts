import { compareText } from '../util/compare-text.js';
import { contentHash } from '../util/content-hash.js';
import { createJsonTextCache, type JsonTextCache } from './json-text-cache.js';
import type { ProxyConfig } from './proxy-config.js';
import { resourceFileName } from './resource-file-name.js';
import { resourceTypeUrls } from './resource-type-urls.js';

/**
 * The files that one Envoy runs on, by file name without folder: `bootstrap.json`, `lds.json`, `cds.json`, one
 * `rds-….json` a route configuration and one `eds-….json` a load assignment, because Envoy's subscriptions to these want
 * exactly one resource in a file. All but the bootstrap are watched and may change under a running Envoy. Sorted by name.
 * Envoy: `service.discovery.v3.DiscoveryResponse`.
 *
 * @param texts share one between the proxies of a mesh to write shared resources once; it also says the layout
 */
export function proxyFiles(
  config: ProxyConfig,
  texts: JsonTextCache = createJsonTextCache(),
): ReadonlyMap<string, string> {
  const { listeners, clusters, routes, endpoints } = config.resources;
  const file = (typeUrl: string, resources: readonly object[]): string => discoveryResponse(typeUrl, resources, texts);
  const files: [name: string, text: string][] = [
    ['bootstrap.json', texts.fileText(config.bootstrap)],
    ['cds.json', file(resourceTypeUrls.cluster, clusters)],
    ['lds.json', file(resourceTypeUrls.listener, listeners)],
    ...routes.map((route): [string, string] => [
      resourceFileName('rds', route.name ?? ''),
      file(resourceTypeUrls.routeConfiguration, [route]),
    ]),
    ...endpoints.map((assignment): [string, string] => [
      resourceFileName('eds', assignment.cluster_name),
      file(resourceTypeUrls.clusterLoadAssignment, [assignment]),
    ]),
  ];
  return new Map(files.sort(([left], [right]) => compareText(left, right)));
}

// Assembled from texts, not from objects: a resource that a thousand proxies share is turned into JSON once.
function discoveryResponse(typeUrl: string, resources: readonly object[], texts: JsonTextCache): string {
  const written = resources.map((resource) => texts.resourceText(typeUrl, resource));
  // The version shows in /config_dump and the stats, so that one can see which file a proxy runs on.
  const version = contentHash(written.map(({ hash }) => hash).join(), 16);
  const list = written.map(({ text }) => text);
  return texts.layout === 'compact'
    ? `{"resources":[${list.join(',')}],"type_url":"${typeUrl}","version_info":"${version}"}`
    : `{\n  "resources": ${indented(list)},\n  "type_url": "${typeUrl}",\n  "version_info": "${version}"\n}\n`;
}

function indented(list: readonly string[]): string {
  return list.length === 0 ? '[]' : `[${list.map((text) => `\n    ${text}`).join(',')}\n  ]`;
}

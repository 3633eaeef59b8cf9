import type { Bootstrap } from 'envoy-config-types/envoy/config/bootstrap/v3';
import type { Cluster } from 'envoy-config-types/envoy/config/cluster/v3';
import type { Listener } from 'envoy-config-types/envoy/config/listener/v3';
import type { RouteConfiguration } from 'envoy-config-types/envoy/config/route/v3';
import type { Diagnostic } from '../../diagnostics/diagnostic.js';
import type { OriginTable, ProxyConfig } from '../../envoy-resources/proxy-config.js';
import type { ResourceSet } from '../../envoy-resources/resource-set.js';
import { sortBy } from '../../util/sort-by.js';
import type { Built } from './built.js';

/** The checked parts of one proxy, in any order. */
export interface ProxyParts {
  readonly name: string;
  readonly kind: ProxyConfig['kind'];
  readonly bootstrap: Built<Bootstrap>;
  readonly listeners: readonly Built<Listener>[];
  readonly routes: readonly Built<RouteConfiguration>[];
  readonly clusters: readonly Built<Cluster>[];
  /** Of the parts taken together. */
  readonly diagnostics: readonly Diagnostic[];
}

/** A proxy, or why there is none. */
export interface AssembledProxy {
  /** Absent where a part has an error: a proxy is emitted whole or not at all. */
  readonly config?: ProxyConfig;
  readonly diagnostics: readonly Diagnostic[];
}

// Where they are no part of their clusters, a server knows them.
const noEndpoints: ResourceSet['endpoints'] = Object.freeze([]);

/** Puts the parts of a proxy together, each list sorted by name. */
export function assembleProxy(parts: ProxyParts): AssembledProxy {
  const all: readonly Built<unknown>[] = [parts.bootstrap, ...parts.listeners, ...parts.routes, ...parts.clusters];
  const diagnostics = [...parts.diagnostics, ...all.flatMap((built) => built.diagnostics)];
  if (diagnostics.some(({ severity }) => severity === 'error')) return { diagnostics };
  let origins: OriginTable | undefined;
  const config: ProxyConfig = {
    name: parts.name,
    kind: parts.kind,
    bootstrap: parts.bootstrap.resource,
    resources: Object.freeze({
      listeners: resources(parts.listeners, ({ name }) => name ?? ''),
      routes: resources(parts.routes, ({ name }) => name ?? ''),
      clusters: resources(parts.clusters, ({ name }) => name),
      endpoints: noEndpoints,
    }),
    // Made when somebody asks: nobody does so of ten thousand proxies at once, and all tables together would be larger
    // than all resources.
    get origins() {
      return (origins ??= Object.freeze(Object.fromEntries(all.flatMap((built) => built.origins))));
    },
  };
  return { config: Object.freeze(config), diagnostics };
}

function resources<T>(parts: readonly Built<T>[], name: (resource: T) => string): readonly T[] {
  return Object.freeze(
    sortBy(
      parts.map(({ resource }) => resource),
      name,
    ),
  );
}

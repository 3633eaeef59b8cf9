import type { RouteConfiguration } from 'envoy-config-types/envoy/config/route/v3';
import { memoiseByObject } from '../../util/memoise-by-object.js';
import { stableJson } from '../../util/stable-json.js';

/** Writes resources as text to compare them by; what proxies share is written once. */
export interface ResourceTexts {
  readonly resource: (resource: object) => string;
  /** Its virtual hosts, which proxies share, each by its own text. */
  readonly routes: (configuration: RouteConfiguration) => readonly string[];
}

/** Makes a memory of texts for one comparison. */
export function createResourceTexts(): ResourceTexts {
  const resource = memoiseByObject((value: object) => stableJson(value, 0));
  return {
    resource,
    routes: ({ virtual_hosts: hosts = [], ...shell }) => [stableJson(shell, 0), ...hosts.map(resource)],
  };
}

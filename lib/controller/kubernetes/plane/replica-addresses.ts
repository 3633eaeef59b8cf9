import { isIPv6 } from 'node:net';
import { followObjects } from '../../../registry/kubernetes/follow-objects.js';
import type { KubeHttp } from '../../../registry/kubernetes/kube-http.js';
import {
  type KubeEndpoint,
  type KubeEndpointSlice,
  kubeNames,
  kubePaths,
} from '../../../registry/kubernetes/kube-objects.js';
import type { Clock } from '../../../util/clock.js';
import { createListeners } from '../../../util/create-listeners.js';

/** Where the replicas of a Service are. */
export interface ReplicaAddresses {
  /** Sorted, as URLs name hosts; undefined until they were listed for the first time. Stays as it is while the API server is away. */
  readonly now: () => readonly string[] | undefined;
  /** Calls back when there may be others. Ends with the returned function. */
  readonly watch: (listener: () => void) => () => void;
  readonly close: () => void;
}

/** Which Service. */
export interface ReplicaAddressesOptions {
  readonly http: KubeHttp;
  readonly clock: Clock;
  readonly namespace: string;
  readonly service: string;
  /** Hears why the API server cannot be followed. */
  readonly onProblem: (text: string) => void;
}

/** Follows the EndpointSlices of a Service. Who ends counts as long as it still serves: proxies are connected to it. */
export function replicaAddresses({ service, namespace, ...options }: ReplicaAddressesOptions): ReplicaAddresses {
  let slices: Map<string, KubeEndpointSlice> | undefined;
  const { add: watch, tell } = createListeners();
  const close = followObjects({
    ...options,
    path: kubePaths(namespace).slices,
    labelSelector: `${kubeNames.serviceName}=${service}`,
    onList: (objects) => {
      slices = new Map(objects.map((object) => [object.metadata.name, object as KubeEndpointSlice])); // of the path of slices
      tell();
    },
    onPut: (object) => {
      slices?.set(object.metadata.name, object as KubeEndpointSlice); // of the path of slices
      tell();
    },
    onRemove: (name) => {
      slices?.delete(name);
      tell();
    },
  });
  return {
    now: () => {
      if (slices === undefined) return undefined;
      const endpoints = [...slices.values()].flatMap((slice) => slice.endpoints ?? []);
      const addresses = endpoints
        .filter(serves)
        .flatMap(({ addresses: [first] }) => (first === undefined ? [] : [first]));
      return [...new Set(addresses)].sort().map((address) => (isIPv6(address) ? `[${address}]` : address));
    },
    watch,
    close,
  };
}

function serves({ conditions = {} }: KubeEndpoint): boolean {
  return conditions.serving ?? conditions.ready ?? true;
}

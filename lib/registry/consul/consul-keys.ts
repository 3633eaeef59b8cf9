import { contentHash } from '../../util/content-hash.js';
import type { InstanceKey } from '../model/instance-record.js';

/** The keys of one registry in Consul's KV store, and what its instances are called at the agent. */
export interface ConsulKeys {
  /** Of all records, and of the mark. */
  readonly records: string;
  /** The mark of the store. */
  readonly mark: string;
  readonly service: (name: string) => string;
  /** Of all instances. */
  readonly instances: string;
  /** Of the instances of a service. */
  readonly instancesOf: (service: string) => string;
  readonly instance: (key: InstanceKey) => string;
  readonly fence: string;
  readonly requests: string;
  readonly request: (requestId: string) => string;
  /** The service id at the agent: unique among all services of a node. */
  readonly agentId: (key: InstanceKey) => string;
}

/** Names the keys of the registry called `name`. */
export function consulKeys(name: string): ConsulKeys {
  const prefix = `meshwright/${name}`;
  const instancesOf = (service: string): string => `${prefix}/records/instances/${service}/`;
  return Object.freeze({
    records: `${prefix}/records/`,
    mark: `${prefix}/records/store`,
    service: (service: string) => `${prefix}/records/services/${service}`,
    instances: `${prefix}/records/instances/`,
    instancesOf,
    // An id may be ".." and must not mean that in a URL.
    instance: ({ service, id }: InstanceKey) => `${instancesOf(service)}=${id}`,
    fence: `${prefix}/fence`,
    requests: `${prefix}/requests/`,
    request: (requestId: string) => `${prefix}/requests/${contentHash(requestId, 32)}`,
    agentId: ({ service, id }: InstanceKey) => `meshwright-${contentHash(`${name}/${service}/${id}`, 24)}`,
  });
}

/** The value of Meta's `meshwright`, by which a service at an agent is known to be the registry's. */
export const ownerMeta = 'meshwright';

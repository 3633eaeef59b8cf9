import type { ClusterLoadAssignment } from 'envoy-config-types/envoy/config/endpoint/v3';
import type { InstanceRecord } from '../../registry/model/instance-record.js';
import type { RegistryContent } from '../../registry/model/registry-content.js';
import { memoiseByObject } from '../../util/memoise-by-object.js';
import { clusterEndpoints } from './cluster-endpoints.js';
import type { EndpointTarget } from './endpoint-target.js';

/** Gives the endpoints of a cluster; the same object as long as the instances of its service are as they were. */
export type EndpointBuilder = (target: EndpointTarget, content: RegistryContent) => ClusterLoadAssignment;

/** Creates a builder. It remembers by the service's map of instances, and forgets with it. */
export function createEndpointBuilder(): EndpointBuilder {
  const none: ReadonlyMap<string, InstanceRecord> = new Map();
  const known = memoiseByObject((_instances: object) => new Map<string, ClusterLoadAssignment>());
  return (target, content) => {
    const instances = content.instances.get(target.service) ?? none;
    const assignments = known(instances);
    const old = assignments.get(target.cluster);
    if (old !== undefined) return old;
    const made = clusterEndpoints(target, instances);
    assignments.set(target.cluster, made);
    return made;
  };
}

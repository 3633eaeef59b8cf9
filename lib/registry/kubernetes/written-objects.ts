import { isIP } from 'node:net';
import { contentHash } from '../../util/content-hash.js';
import type { InstanceKey, InstanceRecord } from '../model/instance-record.js';
import type { ServiceRecord } from '../model/service-record.js';
import { kubeNames } from './kube-objects.js';

// What the API takes as the name of a port; another name stands in our annotation only.
const portName = /^(?=.{1,63}$)[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;

/** The name of an instance's EndpointSlice, and of its Lease: ids may hold what names of objects may not. */
export function objectName({ service, id }: InstanceKey): string {
  return `${service}-${contentHash(`${service}/${id}`, 16)}`;
}

/** A service as a headless Service without selector: others add no endpoints to it. */
export function serviceObject(record: ServiceRecord): unknown {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: {
      name: record.name,
      labels: { [kubeNames.registered]: 'true' },
      annotations: { [kubeNames.record]: JSON.stringify(record) },
    },
    spec: { clusterIP: 'None' },
  };
}

/**
 * An instance as an EndpointSlice of its own, which whoever reads slices understands; the whole record stands in an annotation.
 * `resourceVersion`: the one that it replaces.
 */
export function sliceObject(record: InstanceRecord, resourceVersion: string | undefined): unknown {
  const isHealthy = record.status === 'healthy';
  const ports = Object.entries(record.ports)
    .filter(([name]) => portName.test(name))
    .map(([name, port]) => ({ name, port, protocol: 'TCP' }));
  return {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: {
      name: objectName(record),
      ...(resourceVersion === undefined ? {} : { resourceVersion }),
      labels: { [kubeNames.serviceName]: record.service, [kubeNames.managedBy]: kubeNames.us },
      annotations: { [kubeNames.record]: JSON.stringify(record) },
    },
    addressType: isIP(record.address) === 6 ? 'IPv6' : 'IPv4',
    ports,
    endpoints: [
      {
        addresses: [record.address],
        conditions: {
          ready: isHealthy,
          serving: record.status !== 'unhealthy',
          terminating: record.status === 'draining',
        },
        ...(record.zone === undefined ? {} : { zone: record.zone }),
      },
    ],
  };
}

/** The lease of an instance: apart from its slice, so that a renewal disturbs nobody who reads slices. */
export function leaseObject(record: InstanceRecord, ttlMs: number, nowMs: number): unknown {
  return {
    apiVersion: 'coordination.k8s.io/v1',
    kind: 'Lease',
    metadata: { name: objectName(record), labels: { [kubeNames.registered]: 'true' } },
    spec: { leaseDurationSeconds: Math.ceil(ttlMs / 1000), renewTime: microTime(nowMs) },
  };
}

/** A time as Kubernetes writes it where it counts microseconds. */
export function microTime(ms: number): string {
  return new Date(ms).toISOString().replace('Z', '000Z');
}

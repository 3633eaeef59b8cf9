import { contentHash } from '../../util/content-hash.js';
import { stableJson } from '../../util/stable-json.js';
import type { InstanceRecord, InstanceStatus } from '../model/instance-record.js';
import type { ServiceRecord } from '../model/service-record.js';
import { type KubeEndpoint, type KubeEndpointSlice, kubeNames, type KubeObject } from './kube-objects.js';

/** Whether an object is one that the registry wrote. */
export function isOurs({ metadata }: KubeObject): boolean {
  const { labels = {}, annotations = {} } = metadata;
  const isMarked = labels[kubeNames.managedBy] === kubeNames.us || labels[kubeNames.registered] === 'true';
  return isMarked && annotations[kubeNames.record] !== undefined;
}

/**
 * Whether a Service only helps another one of the mesh: `synth` writes a headless one for all pods of a service, and one for those of
 * each version.
 */
export function isHelper({ metadata: { name, labels = {} } }: KubeObject): boolean {
  return labels[kubeNames.writtenBy] === kubeNames.us && labels[kubeNames.app] !== name;
}

/** The record of a Service: ours as it was written; of others their labels are the metadata. */
export function readService(service: KubeObject): ServiceRecord {
  // Ours hold what `serviceObject` wrote.
  if (isOurs(service)) return Object.freeze(JSON.parse(recordText(service)) as ServiceRecord);
  const { name, labels = {}, resourceVersion = '' } = service.metadata;
  return Object.freeze({ name, metadata: Object.freeze({ ...labels }), revision: resourceVersion });
}

/**
 * The instances of a slice: of ours the one that was written; of others one for each endpoint, by the name of its pod, or else by its
 * address. A port without a name is called `default`. Pods that `synth` wrote stand in several slices: the one of their version counts, for
 * their service. `previous`: what the slice had before; what is as it was stays the same object.
 */
export function readSlice(slice: KubeEndpointSlice, previous: readonly InstanceRecord[]): readonly InstanceRecord[] {
  if (isOurs(slice)) return [readInstance(slice)];
  const service = serviceOf(slice);
  const ports = (slice.ports ?? []).flatMap(({ name, port }) =>
    port === undefined ? [] : [[name ?? '', port] as const],
  );
  if (service === undefined || slice.addressType === 'FQDN' || ports.length === 0) return [];
  const portByName = Object.fromEntries(ports.map(([name, port]) => [name === '' ? 'default' : name, port]));
  const version = slice.metadata.labels?.[kubeNames.version];
  return (slice.endpoints ?? []).flatMap((endpoint) => {
    const [address] = endpoint.addresses;
    if (address === undefined) return [];
    const described = {
      service,
      id: endpoint.targetRef?.name ?? `at-${contentHash(address, 12)}`,
      address,
      ports: portByName,
      ...(version === undefined ? {} : { version }),
      ...(endpoint.zone === undefined ? {} : { zone: endpoint.zone }),
      weight: 1,
      metadata: {},
      status: statusOf(endpoint),
    };
    const known = previous.find(({ id }) => id === described.id);
    // The slice's version belongs to all its endpoints: one that is as it was keeps its own.
    if (known !== undefined && stableJson({ ...known, revision: '' }) === stableJson({ ...described, revision: '' }))
      return [known];
    return [Object.freeze({ ...described, revision: slice.metadata.resourceVersion ?? '' })];
  });
}

function serviceOf({ metadata: { labels = {} } }: KubeEndpointSlice): string | undefined {
  if (labels[kubeNames.writtenBy] !== kubeNames.us) return labels[kubeNames.serviceName];
  return labels[kubeNames.version] === undefined ? undefined : labels[kubeNames.app];
}

function statusOf({ conditions = {} }: KubeEndpoint): InstanceStatus {
  if (conditions.terminating === true) return 'draining';
  // Absent means ready, by the API's own words.
  return conditions.ready === false ? 'unhealthy' : 'healthy';
}

/** The instance that a slice of ours holds. Throws where somebody else has changed it into no JSON. */
export function readInstance(slice: KubeObject): InstanceRecord {
  // What `sliceObject` wrote.
  return Object.freeze(JSON.parse(recordText(slice)) as InstanceRecord);
}

function recordText({ metadata }: KubeObject): string {
  return metadata.annotations?.[kubeNames.record] ?? '';
}

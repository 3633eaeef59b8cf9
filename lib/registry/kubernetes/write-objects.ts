import type { Clock } from '../../util/clock.js';
import type { InstanceRecord } from '../model/instance-record.js';
import type { RegistryWrite } from '../model/registry-write.js';
import type { RegistryWriteResult } from '../model/registry-write-result.js';
import type { ServiceRecord } from '../model/service-record.js';
import { namesOf, planWrite, type PlannedWrite, type RecordState } from '../remote/record-write.js';
import { messageOf } from './follow-objects.js';
import type { KubeAnswer, KubeHttp, KubeRequest } from './kube-http.js';
import { kubeNames, type KubeObject, type KubePaths } from './kube-objects.js';
import { isOurs, readInstance, readService } from './read-objects.js';
import { leaseObject, microTime, objectName, serviceObject, sliceObject } from './written-objects.js';

/** How to write one record. */
export interface WriteObjectsOptions {
  readonly http: KubeHttp;
  readonly paths: KubePaths;
  readonly clock: Clock;
  readonly newId: () => string;
}

interface Found {
  readonly service: KubeObject | undefined;
  readonly slice: KubeObject | undefined;
  readonly state: RecordState;
}

/** What ends a write: a result, or `again` where somebody else was faster. */
type End = RegistryWriteResult | 'again';

const maxRaces = 50;

/**
 * Does one write: reads what there is, plans, and changes objects only where they still have the resource version that was read.
 * An instance's slice is written before its service is touched, and a service is deleted only if nothing touched it since its
 * slices were looked for: so no instance is left without its service.
 */
export async function writeObjects(options: WriteObjectsOptions, write: RegistryWrite): Promise<RegistryWriteResult> {
  for (let race = 0; race < maxRaces; race++) {
    const found = await find(options, write);
    if ('kind' in found) return found;
    const isAboutService = write.kind === 'put-service' || write.kind === 'delete-service';
    if (isAboutService && found.service !== undefined && !isOurs(found.service))
      return { kind: 'refused', reason: 'read-only', detail: `the Service "${write.name}" is not the registry's` };
    const planned = planWrite(found.state, write, options.newId());
    if (planned.result.kind !== 'done') return planned.result;
    const end = await make(options, { write, found, planned });
    if (end !== 'again') return end;
  }
  return { kind: 'unavailable', detail: 'others change the same record all the time' };
}

async function find({ http, paths }: WriteObjectsOptions, write: RegistryWrite): Promise<Found | RegistryWriteResult> {
  const names = namesOf(write);
  const ask = (path: string): Promise<KubeAnswer> => http.ask({ method: 'GET', path });
  const selector = `${kubeNames.serviceName}=${names.service},${kubeNames.managedBy}=${kubeNames.us}`;
  // First of all the service: what its slices say is compared with this state of it.
  const service = await ask(`${paths.services}/${names.service}`);
  const other =
    names.id !== undefined
      ? await ask(`${paths.slices}/${objectName({ service: names.service, id: names.id })}`)
      : await ask(`${paths.slices}?limit=1&labelSelector=${encodeURIComponent(selector)}`);
  for (const answer of [service, other])
    if (answer.kind !== 'answer') return { kind: 'unavailable', detail: answer.reason };
    else if (answer.status !== 200 && answer.status !== 404) return refusal(answer);
  const serviceFound = objectOf(service);
  const sliceFound = names.id === undefined ? undefined : objectOf(other);
  const state: RecordState = {
    ...(serviceFound === undefined ? {} : { service: readService(serviceFound) }),
    ...(sliceFound === undefined ? {} : { instance: readInstance(sliceFound) }),
    hasInstances: names.id === undefined && countOf(other) > 0,
  };
  return { service: serviceFound, slice: sliceFound, state };
}

function objectOf(answer: KubeAnswer): KubeObject | undefined {
  // 200 brings the object that was asked for.
  return answer.kind === 'answer' && answer.status === 200 ? (answer.body as KubeObject) : undefined;
}

function countOf(answer: KubeAnswer): number {
  return answer.kind === 'answer' ? (answer.body as { items: readonly unknown[] }).items.length : 0;
}

interface Making {
  readonly write: RegistryWrite;
  readonly found: Found;
  readonly planned: PlannedWrite;
}

async function make(options: WriteObjectsOptions, making: Making): Promise<End> {
  const { write, found, planned } = making;
  const { paths } = options;
  const { result } = planned;
  if (result.kind !== 'done') return result;
  switch (write.kind) {
    case 'put-service':
      return result.service === undefined ? 'again' : putService(options, making, result.service);
    case 'delete-service':
      return step(options, remove(`${paths.services}/${write.name}`, found.service), result);
    case 'put-instance':
      return result.instance === undefined ? 'again' : putInstance(options, making, result.instance);
    case 'set-instance-status':
      return result.instance === undefined ? 'again' : putSlice(options, making, result.instance);
    case 'renew-instance':
      return result.instance === undefined ? 'again' : renew(options, result.instance, result);
    case 'delete-instance': {
      const name = objectName(write.key);
      const end = await step(options, remove(`${paths.slices}/${name}`, found.slice), result);
      // What is left of it is swept when it ends.
      if (end === result) await options.http.ask({ method: 'DELETE', path: `${paths.leases}/${name}` });
      return end;
    }
  }
}

function remove(path: string, object: KubeObject | undefined): KubeRequest {
  const preconditions = { resourceVersion: object?.metadata.resourceVersion, uid: object?.metadata.uid };
  return { method: 'DELETE', path, body: { apiVersion: 'v1', kind: 'DeleteOptions', preconditions } };
}

function putService(
  { http, paths }: WriteObjectsOptions,
  { found, planned }: Making,
  record: ServiceRecord,
): Promise<End> {
  const { service } = found;
  if (service === undefined)
    return step({ http }, { method: 'POST', path: paths.services, body: serviceObject(record) }, planned.result);
  const { resourceVersion } = service.metadata;
  const metadata = { resourceVersion, annotations: { [kubeNames.record]: JSON.stringify(record) } };
  return step(
    { http },
    { method: 'PATCH', path: `${paths.services}/${record.name}`, body: { metadata } },
    planned.result,
  );
}

function putSlice(
  { http, paths }: WriteObjectsOptions,
  { found, planned }: Making,
  record: InstanceRecord,
): Promise<End> {
  const { slice } = found;
  const body = sliceObject(record, slice?.metadata.resourceVersion);
  if (slice === undefined) return step({ http }, { method: 'POST', path: paths.slices, body }, planned.result);
  return step({ http }, { method: 'PUT', path: `${paths.slices}/${slice.metadata.name}`, body }, planned.result);
}

async function putInstance(options: WriteObjectsOptions, making: Making, record: InstanceRecord): Promise<End> {
  const { http, paths } = options;
  const { found, planned } = making;
  const { result } = planned;
  // Does nothing without a ttl. Before its slice is there the lease means nothing yet.
  const renewed = await renew(options, record, result);
  if (renewed !== result) return renewed;
  const end = await putSlice(options, making, record);
  if (end !== result) return end;
  if (record.ttlMs === undefined && found.state.instance?.ttlMs !== undefined)
    await http.ask({ method: 'DELETE', path: `${paths.leases}/${objectName(record)}` });
  const isOfOthers = found.service !== undefined && !isOurs(found.service);
  return found.slice !== undefined || isOfOthers ? result : touchService(options, record, result);
}

/** Makes a deletion of the service fail that has seen no instance, or makes the service anew after it. */
async function touchService(
  { http, paths, newId }: WriteObjectsOptions,
  record: InstanceRecord,
  result: RegistryWriteResult,
): Promise<End> {
  const path = `${paths.services}/${record.service}`;
  const touched = { metadata: { annotations: { [kubeNames.touched]: newId() } } };
  const answer = await http.ask({ method: 'PATCH', path, body: touched });
  if (answer.kind === 'answer' && answer.status === 200) return result;
  if (answer.kind !== 'answer' || answer.status !== 404) return unsure(answer);
  const service: ServiceRecord = { name: record.service, metadata: {}, revision: newId() };
  const made = await http.ask({ method: 'POST', path: paths.services, body: serviceObject(service) });
  return made.kind === 'answer' && (made.status === 201 || made.status === 409) ? result : unsure(made);
}

/** The instance is written; whether its service is there nobody knows. */
function unsure(answer: KubeAnswer): RegistryWriteResult {
  const why = answer.kind === 'answer' ? messageOf(answer.body) : answer.reason;
  return { kind: 'unknown', detail: `the instance is written, but its Service could not be: ${why}` };
}

async function renew(
  { http, paths, clock }: WriteObjectsOptions,
  record: InstanceRecord,
  result: RegistryWriteResult,
): Promise<End> {
  if (record.ttlMs === undefined) return result;
  const leaseDurationSeconds = Math.ceil(record.ttlMs / 1000);
  const spec = { leaseDurationSeconds, renewTime: microTime(clock.now()) };
  const path = `${paths.leases}/${objectName(record)}`;
  const answer = await http.ask({ method: 'PATCH', path, body: { spec } });
  if (answer.kind !== 'answer' || answer.status !== 404) return endOf(answer, result);
  return step(
    { http },
    { method: 'POST', path: paths.leases, body: leaseObject(record, record.ttlMs, clock.now()) },
    result,
  );
}

async function step(
  { http }: Pick<WriteObjectsOptions, 'http'>,
  request: KubeRequest,
  result: RegistryWriteResult,
): Promise<End> {
  return endOf(await http.ask(request), result);
}

function endOf(answer: KubeAnswer, result: RegistryWriteResult): End {
  if (answer.kind === 'unsent') return { kind: 'unavailable', detail: answer.reason };
  if (answer.kind === 'broken') return { kind: 'unknown', detail: answer.reason };
  if (answer.status < 300) return result;
  // Another was faster: it has changed, made or removed the object.
  if (answer.status === 409 || answer.status === 404) return 'again';
  return refusal(answer);
}

function refusal({ status, body }: { readonly status: number; readonly body: unknown }): RegistryWriteResult {
  // Its own rules: an address that no slice may have, a name that is none of a Service.
  if (status === 400 || status === 422) return { kind: 'refused', reason: 'unacceptable', detail: messageOf(body) };
  return { kind: 'unavailable', detail: `the API server answered ${String(status)}: ${messageOf(body)}` };
}

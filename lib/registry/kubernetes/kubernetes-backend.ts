import { randomBytes } from 'node:crypto';
import type { KubeConfig } from '@kubernetes/client-node';
import type { Clock } from '../../util/clock.js';
import type { MarkedBackend } from '../model/marked-backend.js';
import type { RegistryWrite, WriteOptions } from '../model/registry-write.js';
import type { RegistryWriteResult } from '../model/registry-write-result.js';
import { toldContent, type ToldContent } from '../rules/told-content.js';
import { onceInMemory } from '../remote/once.js';
import { namesOf } from '../remote/record-write.js';
import { untilTold } from '../remote/until-told.js';
import { checkFence } from './check-fence.js';
import { followNamespace } from './follow-namespace.js';
import { kubeHttp } from './kube-http.js';
import { type KubeMark, kubeMark } from './kube-mark.js';
import { kubePaths } from './kube-objects.js';
import { knownObjects } from './known-objects.js';
import { markObject } from './mark-object.js';
import { areKnownThere, holdsOwn, isOwnRevision } from './own-records.js';
import { sweepLeases } from './sweep-leases.js';
import { writeObjects, type WriteObjectsOptions } from './write-objects.js';

/** Which namespace of which cluster. */
export interface KubernetesBackendOptions {
  readonly kubeConfig: KubeConfig;
  readonly clock: Clock;
  /** @default 'default' */
  readonly namespace?: string;
  /** How long the API server may take for an answer, ms. @default 5000 */
  readonly timeoutMs?: number;
  /** How often it is asked whether it is there, ms: a watch says nothing while nothing changes. @default 2000 */
  readonly probeEveryMs?: number;
  /** How often ended leases are looked for, ms. Every replica does. @default 1000 */
  readonly sweepEveryMs?: number;
  /**
   * The store that has to be there (`incarnation` told its name earlier): so a process that starts anew does not take an emptied
   * cluster for a new one. @default - the first that is found, begun where there is none
   */
  readonly incarnation?: string;
  /** Hears what operators should know, such as objects of ours that somebody broke. @default - nobody hears */
  readonly onNotice?: (text: string) => void;
  /** Gives a text that it never gave before, for revisions. @default - 72 random bits */
  readonly newId?: () => string;
}

/**
 * Reads the Services and EndpointSlices of a namespace as services and instances, and keeps what is registered here as Services and
 * EndpointSlices of its own. What others wrote it changes never: that is refused as `read-only`. A Lease marks what was
 * registered here: where that has gone with all records, the store is lost, and what was known stays until it is adopted.
 *
 * What it has not, because the API knows no transaction over several objects: request ids are remembered in this process only; a
 * fencing token is compared just before the write, not with it, so a leader that is stopped for longer than its lease between the
 * two may still write once.
 *
 * Of others' instances: a pod's name is the id; ready, not ready and terminating are healthy, unhealthy and draining; the version is the
 * slice's label `version`, which Kubernetes copies from the Service, since pods are not read.
 */
export function createKubernetesBackend(options: KubernetesBackendOptions): MarkedBackend {
  const { clock, kubeConfig, timeoutMs = 5000 } = options;
  const http = kubeHttp({ kubeConfig, clock, timeoutMs });
  const paths = kubePaths(options.namespace ?? 'default');
  const newId = options.newId ?? (() => randomBytes(9).toString('base64url'));
  const teller = toldContent();
  const known = knownObjects(options.onNotice ?? (() => undefined));
  const mark = kubeMark({
    object: markObject(http, paths.leases),
    incarnation: options.incarnation,
    newId,
    holdsRecords: () => holdsOwn(teller.content()),
    areKnownThere: () => areKnownThere(http, paths, teller.content()),
    onChange: (what) => {
      following.storeChanged(what);
    },
  });
  const following = followNamespace({
    http,
    clock,
    paths,
    teller,
    known,
    mark,
    probeEveryMs: Math.min(options.probeEveryMs ?? 2000, timeoutMs),
  });
  const endSweeps = sweepLeases({
    http,
    clock,
    paths,
    everyMs: options.sweepEveryMs ?? 1000,
    content: () => (teller.staleReason() === undefined ? teller.content() : undefined),
  });
  const once = onceInMemory();
  const write = (one: RegistryWrite, writeOptions: WriteOptions): Promise<RegistryWriteResult> =>
    writeOne({ http, clock, paths, newId, teller, mark, timeoutMs }, one, writeOptions);
  return {
    kind: 'kubernetes',
    canWrite: true,
    watch: teller.watch,
    write: (one, writeOptions = {}) => once(one, writeOptions.requestId, () => write(one, writeOptions)),
    incarnation: mark.incarnation,
    adopt: mark.adopt,
    close: () => {
      endSweeps();
      following.close();
      http.close();
      return Promise.resolve();
    },
  };
}

interface Writing extends WriteObjectsOptions {
  readonly teller: ToldContent;
  readonly mark: KubeMark;
  readonly timeoutMs: number;
}

async function writeOne(
  writing: Writing,
  write: RegistryWrite,
  { fencingToken }: WriteOptions,
): Promise<RegistryWriteResult> {
  const { teller, mark, http, paths, clock, timeoutMs } = writing;
  await teller.firstTold;
  const foreign = foreignReason(teller, write);
  if (foreign !== undefined) return { kind: 'refused', reason: 'read-only', detail: foreign };
  // Before the first record: what has none cannot be missed.
  const sight = await mark.begin();
  if (sight.kind !== 'good') return { kind: 'unavailable', detail: sight.reason };
  const fenced = fencingToken === undefined ? undefined : await checkFence(http, paths.leases, fencingToken);
  if (fenced !== undefined) return fenced;
  const result = await writeObjects(writing, write);
  if (result.kind === 'done') await untilTold({ teller, clock, write, result, atMostMs: timeoutMs });
  return result;
}

/** Why a write is not the registry's business: somebody else's slice has the instance. */
function foreignReason(teller: ToldContent, write: RegistryWrite): string | undefined {
  const { service, id } = namesOf(write);
  const instance = id === undefined ? undefined : teller.content()?.instances.get(service)?.get(id);
  if (instance === undefined || isOwnRevision(instance.revision)) return undefined;
  return `the endpoint "${instance.id}" of the Service "${service}" is not the registry's`;
}

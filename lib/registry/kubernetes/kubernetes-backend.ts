import { randomBytes } from 'node:crypto';
import type { KubeConfig } from '@kubernetes/client-node';
import type { Clock } from '../../util/clock.js';
import type { RegistryBackend } from '../model/registry-backend.js';
import type { RegistryWrite, WriteOptions } from '../model/registry-write.js';
import type { RegistryWriteResult } from '../model/registry-write-result.js';
import { toldContent, type ToldContent } from '../rules/told-content.js';
import { onceInMemory } from '../remote/once.js';
import { namesOf } from '../remote/record-write.js';
import { untilTold } from '../remote/until-told.js';
import { checkFence } from './check-fence.js';
import { followObjects, type FollowObjectsOptions } from './follow-objects.js';
import { type KubeHttp, kubeHttp } from './kube-http.js';
import { type KubePaths, kubePaths } from './kube-objects.js';
import { type KnownObjects, knownObjects } from './known-objects.js';
import { sweepLeases } from './sweep-leases.js';
import { writeObjects } from './write-objects.js';

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
  /** Hears what operators should know, such as objects of ours that somebody broke. @default - nobody hears */
  readonly onNotice?: (text: string) => void;
  /** Gives a text that it never gave before, for revisions. @default - 72 random bits */
  readonly newId?: () => string;
}

/**
 * Reads the Services and EndpointSlices of a namespace as services and instances, and keeps what is registered here as Services and
 * EndpointSlices of its own. What others wrote it changes never: that is refused as `read-only`.
 *
 * What it has not, because the API knows no transaction over several objects: request ids are remembered in this process only; a
 * fencing token is compared just before the write, not with it, so a leader that is stopped for longer than its lease between the
 * two may still write once.
 *
 * Of others' instances: a pod's name is the id; ready, not ready and terminating are healthy, unhealthy and draining; the version is the
 * slice's label `version`, which Kubernetes copies from the Service, since pods are not read.
 */
export function createKubernetesBackend(options: KubernetesBackendOptions): RegistryBackend {
  const { clock, kubeConfig, timeoutMs = 5000 } = options;
  const http = kubeHttp({ kubeConfig, clock, timeoutMs });
  const paths = kubePaths(options.namespace ?? 'default');
  const newId = options.newId ?? (() => randomBytes(9).toString('base64url'));
  const teller = toldContent();
  const known = knownObjects(options.onNotice ?? (() => undefined));
  const endFollowing = followAll({ options, http, paths, teller, known });
  const endSweeps = sweepLeases({
    http,
    clock,
    paths,
    everyMs: options.sweepEveryMs ?? 1000,
    content: () => (teller.staleReason() === undefined ? teller.content() : undefined),
  });
  const once = onceInMemory();
  const write = async (one: RegistryWrite, { fencingToken }: WriteOptions): Promise<RegistryWriteResult> => {
    await teller.firstTold;
    const foreign = foreignReason(teller, one);
    if (foreign !== undefined) return { kind: 'refused', reason: 'read-only', detail: foreign };
    const fenced = fencingToken === undefined ? undefined : await checkFence(http, paths.leases, fencingToken);
    if (fenced !== undefined) return fenced;
    const result = await writeObjects({ http, paths, clock, newId }, one);
    if (result.kind === 'done') await untilTold({ teller, clock, write: one, result, atMostMs: timeoutMs });
    return result;
  };
  return {
    kind: 'kubernetes',
    canWrite: true,
    watch: teller.watch,
    write: (one, writeOptions = {}) => once(one, writeOptions.requestId, () => write(one, writeOptions)),
    close: () => {
      endSweeps();
      endFollowing();
      http.close();
      return Promise.resolve();
    },
  };
}

/** Why a write is not the registry's business: somebody else's slice has the instance. */
function foreignReason(teller: ToldContent, write: RegistryWrite): string | undefined {
  const { service, id } = namesOf(write);
  const instance = id === undefined ? undefined : teller.content()?.instances.get(service)?.get(id);
  // Ours have revisions of ours; others' have the API's numbers.
  if (instance === undefined || !/^\d+$/.test(instance.revision)) return undefined;
  return `the endpoint "${instance.id}" of the Service "${service}" is not the registry's`;
}

interface FollowAll {
  readonly options: KubernetesBackendOptions;
  readonly http: KubeHttp;
  readonly paths: KubePaths;
  readonly teller: ToldContent;
  readonly known: KnownObjects;
}

function followAll({ options, http, paths, teller, known }: FollowAll): () => void {
  const { clock, timeoutMs = 5000, probeEveryMs = 2000 } = options;
  const state = { isClosed: false, isDirty: false, endProbe: (): void => undefined };
  const isClosed = (): boolean => state.isClosed;
  /** By what has it: the content is live only while nothing has any. */
  const problems = new Map<string, string>();
  const tell = (): void => {
    state.isDirty = false;
    const content = known.content();
    const [problem] = problems.values();
    if (isClosed()) return;
    if (problem !== undefined) teller.tellStale(problem);
    else if (content !== undefined) teller.tell(content);
  };
  // Changes that come together are told together.
  const changed = (): void => {
    if (!state.isDirty) queueMicrotask(tell);
    state.isDirty = true;
  };
  const andTell =
    <Argument>(act: (argument: Argument) => void) =>
    (argument: Argument): void => {
      act(argument);
      changed();
    };
  const follow = (path: string, hear: Pick<FollowObjectsOptions, 'onList' | 'onPut' | 'onRemove'>): (() => void) =>
    followObjects({
      http,
      clock,
      path,
      onList: andTell((objects) => {
        problems.delete(path);
        hear.onList(objects);
      }),
      onPut: andTell(hear.onPut),
      onRemove: andTell(hear.onRemove),
      onProblem: andTell((text) => problems.set(path, text)),
    });
  const { listServices, putService, removeService, listSlices, putSlice, removeSlice } = known;
  const ends = [
    follow(paths.services, { onList: listServices, onPut: putService, onRemove: removeService }),
    follow(paths.slices, { onList: listSlices, onPut: putSlice, onRemove: removeSlice }),
  ];
  const probe = async (): Promise<void> => {
    // It asks the store behind the server too, which a watch does not notice to be gone.
    const answer = await http.ask({ method: 'GET', path: `${paths.slices}?limit=1` });
    if (answer.kind === 'answer' && answer.status === 200) problems.delete('probe');
    else
      problems.set(
        'probe',
        answer.kind === 'answer' ? `the API server answers ${String(answer.status)}` : answer.reason,
      );
    changed();
    if (!isClosed()) state.endProbe = clock.after(Math.min(probeEveryMs, timeoutMs), () => void probe());
  };
  void probe();
  return () => {
    state.isClosed = true;
    state.endProbe();
    for (const end of ends) end();
  };
}

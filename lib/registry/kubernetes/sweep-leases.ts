import type { Clock } from '../../util/clock.js';
import type { RegistryContent } from '../model/registry-content.js';
import { repeat } from '../remote/repeat.js';
import { followObjects } from './follow-objects.js';
import type { KubeHttp } from './kube-http.js';
import { type KubeLease, kubeNames, type KubeObject, type KubePaths } from './kube-objects.js';
import { isOurs } from './read-objects.js';
import { objectName } from './written-objects.js';

/** Whose leases are watched over. */
export interface SweepLeasesOptions {
  readonly http: KubeHttp;
  readonly clock: Clock;
  readonly paths: KubePaths;
  readonly everyMs: number;
  /** What is known of the instances; absent while that is not to be trusted: then nothing ends. */
  readonly content: () => RegistryContent | undefined;
}

interface Seen {
  readonly version: string;
  readonly atMs: number;
  readonly ttlMs: number;
}

/**
 * Removes instances whose lease nobody renews. A lease has ended when it has not changed for its time while we looked, by our own
 * clock, as leader election in Kubernetes does it: clocks of machines need not agree, and after an outage all have their time anew.
 * Every replica may do so; each removal happens only to what it was decided on. Ends with the returned function.
 */
export function sweepLeases(options: SweepLeasesOptions): () => void {
  const { clock } = options;
  const seenByName = new Map<string, Seen>();
  const see = (name: string, version: string, ttlMs: number): void => {
    if (seenByName.get(name)?.version !== version) seenByName.set(name, { version, ttlMs, atMs: clock.monotonic() });
  };
  const seeLease = (object: KubeObject): void => {
    // Who follows the path of leases gets leases.
    const seconds = (object as KubeLease).spec?.leaseDurationSeconds;
    if (seconds !== undefined) see(object.metadata.name, object.metadata.resourceVersion ?? '', seconds * 1000);
  };
  const endFollowing = followObjects({
    ...options,
    path: options.paths.leases,
    labelSelector: `${kubeNames.registered}=true`,
    onList: (leases) => {
      seenByName.clear();
      leases.forEach(seeLease);
    },
    onPut: seeLease,
    onRemove: (name) => seenByName.delete(name),
    onProblem: () => undefined,
  });
  const endSweeping = repeat(clock, options.everyMs, async () => {
    const content = options.content();
    if (content !== undefined) return sweepOnce(options, content, seenByName, see);
    const atMs = clock.monotonic();
    for (const [name, seen] of seenByName) seenByName.set(name, { ...seen, atMs });
  });
  return () => {
    endSweeping();
    endFollowing();
  };
}

async function sweepOnce(
  { http, paths, clock }: SweepLeasesOptions,
  content: RegistryContent,
  seenByName: Map<string, Seen>,
  see: (name: string, version: string, ttlMs: number) => void,
): Promise<void> {
  // An instance that should have a lease and has none: its writer died in between. It has its time, too.
  for (const ofService of content.instances.values())
    for (const instance of ofService.values())
      if (instance.ttlMs !== undefined && !seenByName.has(objectName(instance)))
        see(objectName(instance), '', instance.ttlMs);
  const now = clock.monotonic();
  for (const [name, { version, atMs, ttlMs }] of [...seenByName]) {
    if (now - atMs <= ttlMs) continue;
    if (version !== '' && !(await isRemoved(http, `${paths.leases}/${name}`, version))) continue;
    seenByName.delete(name);
    const slice = await http.ask({ method: 'GET', path: `${paths.slices}/${name}` });
    if (slice.kind !== 'answer' || slice.status !== 200) continue;
    // 200 brings the slice.
    const object = slice.body as KubeObject;
    if (isOurs(object)) await isRemoved(http, `${paths.slices}/${name}`, object.metadata.resourceVersion ?? '');
  }
}

async function isRemoved(http: KubeHttp, path: string, resourceVersion: string): Promise<boolean> {
  const body = { apiVersion: 'v1', kind: 'DeleteOptions', preconditions: { resourceVersion } };
  const answer = await http.ask({ method: 'DELETE', path, body });
  return answer.kind === 'answer' && (answer.status === 200 || answer.status === 404);
}

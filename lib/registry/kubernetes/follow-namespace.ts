import type { Clock } from '../../util/clock.js';
import type { RegistryContent } from '../model/registry-content.js';
import type { ToldContent } from '../rules/told-content.js';
import { followObjects, type FollowObjectsOptions } from './follow-objects.js';
import type { KubeHttp } from './kube-http.js';
import type { KubeMark } from './kube-mark.js';
import type { KubePaths } from './kube-objects.js';
import type { KnownObjects } from './known-objects.js';
import { hasLostOwn, holdsOwn } from './own-records.js';

/** What is followed, and who hears of it. */
export interface FollowNamespaceOptions {
  readonly http: KubeHttp;
  readonly clock: Clock;
  readonly paths: KubePaths;
  readonly teller: ToldContent;
  readonly known: KnownObjects;
  readonly mark: KubeMark;
  /** How often it is asked whether the server and the mark are there, ms. */
  readonly probeEveryMs: number;
}

/** A namespace that is followed. */
export interface FollowedNamespace {
  /** To be called when a look at the mark has found something new. */
  readonly storeChanged: (what: 'lost' | 'another') => void;
  readonly close: () => void;
}

/**
 * Follows the services and slices of a namespace. What a list says, or what leaves none of our records, is told only after the mark
 * was seen: an API server whose etcd was emptied would say it too.
 */
export function followNamespace(options: FollowNamespaceOptions): FollowedNamespace {
  const { teller, known, mark, paths } = options;
  const state = { isClosed: false, isDirty: false, isLooking: false, mustLook: true };
  let certain: RegistryContent | undefined;
  const isClosed = (): boolean => state.isClosed;
  /** By what has it: the content is live only while nothing has any. */
  const problems = new Map<string, string>();
  const mustLook = (content: RegistryContent): boolean =>
    state.mustLook ||
    // Records of ours that come before it is known whose they are.
    (mark.incarnation() === undefined && holdsOwn(content)) ||
    hasLostOwn(teller.content(), content);
  const tell = (): void => {
    state.isDirty = false;
    if (isClosed()) return;
    const content = known.content();
    const problem = mark.lostReason() ?? [...problems.values()][0];
    if (problem !== undefined) teller.tellStale(problem);
    else if (content === undefined) return;
    else if (content !== certain && mustLook(content)) void look(content);
    else teller.tell(content);
  };
  // Changes that come together are told together.
  const changed = (): void => {
    if (!state.isDirty) queueMicrotask(tell);
    state.isDirty = true;
  };
  const look = async (content?: RegistryContent): Promise<void> => {
    if (state.isLooking) return;
    Object.assign(state, { isLooking: true, mustLook: false });
    const sight = await mark.look();
    state.isLooking = false;
    if (sight.kind === 'good') {
      certain = content ?? certain;
      problems.delete('mark');
    } else {
      state.mustLook = true;
      if (sight.kind === 'unknown') problems.set('mark', sight.reason);
    }
    changed();
  };
  const begin = (): (() => void) => followBoth(options, { problems, changed, onList: () => (state.mustLook = true) });
  let endFollowing = begin();
  const endProbe = probeOften(options, problems, look);
  return {
    storeChanged: (what) => {
      if (isClosed()) return;
      if (what === 'another') {
        // What the watches would go on from means nothing there.
        endFollowing();
        for (const path of [paths.services, paths.slices])
          problems.set(path, 'the store is another one: it is read anew');
        endFollowing = begin();
      }
      changed();
    },
    close: () => {
      state.isClosed = true;
      endProbe();
      endFollowing();
    },
  };
}

interface Hearing {
  readonly problems: Map<string, string>;
  readonly changed: () => void;
  readonly onList: () => void;
}

function followBoth({ http, clock, paths, known }: FollowNamespaceOptions, hearing: Hearing): () => void {
  const { problems, changed, onList } = hearing;
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
        onList();
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
  return () => {
    for (const end of ends) end();
  };
}

/** Asks whether the server is there: a watch says nothing while nothing changes. */
function probeOften(
  { http, clock, paths, probeEveryMs }: FollowNamespaceOptions,
  problems: Map<string, string>,
  look: () => Promise<void>,
): () => void {
  const run = { isClosed: false, endTimer: (): void => undefined };
  const isClosed = (): boolean => run.isClosed;
  const probe = async (): Promise<void> => {
    // It asks the store behind the server too, which a watch does not notice to be gone.
    const answer = await http.ask({ method: 'GET', path: `${paths.slices}?limit=1` });
    if (isClosed()) return;
    if (answer.kind === 'answer' && answer.status === 200) problems.delete('probe');
    else
      problems.set(
        'probe',
        answer.kind === 'answer' ? `the API server answers ${String(answer.status)}` : answer.reason,
      );
    await look();
    if (!isClosed()) run.endTimer = clock.after(probeEveryMs, () => void probe());
  };
  void probe();
  return () => {
    run.isClosed = true;
    run.endTimer();
  };
}

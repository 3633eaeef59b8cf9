import type { KubeHttp } from '../../registry/kubernetes/kube-http.js';
import { rolloutNames } from '../../targets/kubernetes/rollout-names.js';
import { askKube } from './ask-kube.js';
import { type KubeRollout, rolloutHead, rolloutsPath } from './kube-rollout.js';

/** The Rollout objects of a namespace, one by one. Each call rejects where the API server does not answer, or forbids it. */
export interface RolloutObjects {
  /** As they are now. */
  readonly list: () => Promise<readonly KubeRollout[]>;
  /** As it is now. */
  readonly find: (name: string) => Promise<KubeRollout | undefined>;
  /** As it was seen or written last, or else as it is now: who writes it finds out what has changed since. */
  readonly recall: (name: string) => Promise<KubeRollout | undefined>;
  /** Writes the status if the object is still as it is here; undefined: it is not. */
  readonly writeStatus: (rollout: KubeRollout, status: object) => Promise<KubeRollout | undefined>;
  /** Puts finalizers of ours on it, or takes them away; nothing happens where it is gone. */
  readonly setFinalizers: (rollout: KubeRollout, finalizers: readonly string[]) => Promise<void>;
}

/** Reads and writes them; what is ours in them is written by server-side apply, so that it is not taken from others. */
export function rolloutObjects(http: KubeHttp, namespace: string): RolloutObjects {
  const path = rolloutsPath(namespace);
  const known = new Map<string, KubeRollout>();
  const find = async (name: string): Promise<KubeRollout | undefined> => {
    const { status, body } = await askKube(http, { method: 'GET', path: `${path}/${name}` }, [404]);
    known.delete(name);
    if (status === 404) return undefined;
    const rollout = body as KubeRollout; // 200 brings the object
    known.set(name, rollout);
    return rollout;
  };
  const apply = async (name: string, subresource: string, content: object): Promise<KubeRollout | undefined> => {
    const query = `fieldManager=${rolloutNames.controller}&force=true`;
    const body = { ...rolloutHead, ...content };
    const said = await askKube(
      http,
      { method: 'PATCH', patch: 'apply', path: `${path}/${name}${subresource}?${query}`, body },
      [404, 409],
    );
    known.delete(name);
    if (said.status >= 300) return undefined;
    const rollout = said.body as KubeRollout; // the object as it is now
    known.set(name, rollout);
    return rollout;
  };
  return {
    list: async () => {
      const { body } = await askKube(http, { method: 'GET', path });
      return (body as { readonly items: readonly KubeRollout[] }).items; // a list
    },
    find,
    recall: async (name) => known.get(name) ?? find(name),
    writeStatus: ({ metadata: { name, uid, resourceVersion } }, status) =>
      apply(name, '/status', { metadata: { name, uid, resourceVersion }, status }),
    setFinalizers: async ({ metadata: { name, uid } }, finalizers) => {
      // With its uid, so that none is made where it is gone.
      await apply(name, '', { metadata: { name, uid, finalizers } });
    },
  };
}

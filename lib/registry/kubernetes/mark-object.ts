import type { StoreMark } from '../remote/store-mark.js';
import type { KubeAnswer, KubeHttp } from './kube-http.js';
import type { KubeObject } from './kube-objects.js';

/** Whether there is a mark, or what came of a change, nobody knows. */
export interface UnknownMark {
  readonly kind: 'unknown';
  readonly reason: string;
}

/** The object that is the mark: a Lease, since who has the registry's rights may write those. */
export interface MarkObject {
  readonly read: () => Promise<
    UnknownMark | { readonly kind: 'read'; readonly mark: StoreMark | undefined; readonly version: string | undefined }
  >;
  /** `taken`: another was faster. */
  readonly make: (mark: StoreMark) => Promise<UnknownMark | { readonly kind: 'done' | 'taken' }>;
  /** Changes what was read with this version. */
  readonly change: (
    mark: StoreMark,
    version: string | undefined,
  ) => Promise<UnknownMark | { readonly kind: 'done' | 'taken' }>;
}

const name = 'meshwright-registry-store';
const annotation = { id: 'meshwright.dev/store', follows: 'meshwright.dev/store-follows' } as const;

/** The mark in a namespace; `leases` is the path of its leases. */
export function markObject(http: KubeHttp, leases: string): MarkObject {
  const path = `${leases}/${name}`;
  return {
    read: async () => {
      const answer = await http.ask({ method: 'GET', path });
      if (answer.kind === 'answer' && answer.status === 404 && isAboutMark(answer.body))
        return { kind: 'read', mark: undefined, version: undefined };
      if (answer.kind !== 'answer' || answer.status !== 200) return unknown(answer);
      // 200 brings the object.
      const { annotations = {}, resourceVersion } = (answer.body as KubeObject).metadata;
      const id = annotations[annotation.id] ?? '';
      const follows = (annotations[annotation.follows] ?? '').split(' ').filter((text) => text !== '');
      return { kind: 'read', mark: id === '' ? undefined : { id, follows }, version: resourceVersion };
    },
    make: async (mark) => {
      const body = { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata: metadataOf(mark) };
      return ended(await http.ask({ method: 'POST', path: leases, body }));
    },
    change: async (mark, resourceVersion) => {
      const body = { metadata: { ...metadataOf(mark), resourceVersion } };
      return ended(await http.ask({ method: 'PATCH', path, body }));
    },
  };
}

function metadataOf({ id, follows }: StoreMark): KubeObject['metadata'] {
  return { name, annotations: { [annotation.id]: id, [annotation.follows]: follows.join(' ') } };
}

/** A server that starts answers 404 to paths that it does not serve yet. */
function isAboutMark(body: unknown): boolean {
  const { details } = (body ?? {}) as { readonly details?: { readonly name?: unknown } };
  return details?.name === name;
}

function ended(answer: KubeAnswer): UnknownMark | { readonly kind: 'done' | 'taken' } {
  if (answer.kind === 'answer' && answer.status < 300) return { kind: 'done' };
  return answer.kind === 'answer' && answer.status === 409 ? { kind: 'taken' } : unknown(answer);
}

function unknown(answer: KubeAnswer): UnknownMark {
  const reason =
    answer.kind === 'answer'
      ? `the API server answers ${String(answer.status)} to a question about the registry's mark`
      : answer.reason;
  return { kind: 'unknown', reason };
}

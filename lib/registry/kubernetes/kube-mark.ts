import type { StoreMark } from '../remote/store-mark.js';
import { storeMemory } from '../remote/store-memory.js';
import type { MarkObject, UnknownMark } from './mark-object.js';

/** What a look at the mark says of the store. */
export type MarkSight =
  | { readonly kind: 'good' }
  /** It is not the one that is known. */
  | { readonly kind: 'lost'; readonly reason: string }
  | UnknownMark;

/** The mark of the registry in a namespace: gone where the etcd behind the API server was emptied. */
export interface KubeMark {
  /** The store that is known; undefined before any is. */
  readonly incarnation: () => string | undefined;
  /** Why the store is not to be believed; undefined while it is. */
  readonly lostReason: () => string | undefined;
  readonly look: () => Promise<MarkSight>;
  /** Looks, and makes the mark where there never was one: it has to be there before the first record. */
  readonly begin: () => Promise<MarkSight>;
  /** Goes on with what there is. */
  readonly adopt: () => Promise<boolean>;
}

/** How the mark is kept. */
export interface KubeMarkOptions {
  readonly object: MarkObject;
  /** The store that has to be there. */
  readonly incarnation: string | undefined;
  /** Gives a text that it never gave before. */
  readonly newId: () => string;
  /** Whether records are known that could be lost. */
  readonly holdsRecords: () => boolean;
  /** Whether records that are known are still there: then somebody has deleted the mark alone. Undefined where that cannot be seen. */
  readonly areKnownThere: () => Promise<boolean | undefined>;
  /** Hears when the store was lost, and when what has to be read is another one, or again the one that was lost. */
  readonly onChange: (what: 'lost' | 'another') => void;
}

const good: MarkSight = { kind: 'good' };

/** Looks at nothing yet. */
export function kubeMark(options: KubeMarkOptions): KubeMark {
  const { object, newId, holdsRecords, areKnownThere } = options;
  const memory = storeMemory({ where: 'Kubernetes', ...options });
  const know = (mark: StoreMark): MarkSight => {
    memory.know(mark);
    return good;
  };
  const make = async (follows: readonly string[]): Promise<MarkSight> => {
    const mark = { id: newId(), follows };
    const made = await object.make(mark);
    if (made.kind === 'unknown') return made;
    return made.kind === 'done' ? know(mark) : look();
  };
  const look = async (): Promise<MarkSight> => {
    const found = await object.read();
    if (found.kind === 'unknown') return found;
    const { mark } = found;
    if (mark !== undefined && (memory.isSame(mark) || !holdsRecords())) return know(mark);
    if (mark !== undefined) return { kind: 'lost', reason: memory.lose(mark) };
    if (memory.incarnation() === undefined) return good;
    if (!holdsRecords()) {
      memory.forget();
      return good;
    }
    const areThere = await areKnownThere();
    if (areThere === undefined) return { kind: 'unknown', reason: 'what the namespace holds cannot be read' };
    return areThere ? make(memory.lineage()) : { kind: 'lost', reason: memory.lose(undefined) };
  };
  return {
    incarnation: memory.incarnation,
    lostReason: memory.lostReason,
    look,
    begin: async () => {
      const sight = await look();
      return sight.kind === 'good' && memory.incarnation() === undefined ? make([]) : sight;
    },
    adopt: async () => {
      const found = await object.read();
      if (found.kind === 'unknown') return false;
      const { mark, version } = found;
      if (mark === undefined) return (await make(memory.lineage())).kind === 'good';
      const next = { id: mark.id, follows: [...new Set([...mark.follows, ...memory.lineage()])] };
      return (await object.change(next, version)).kind === 'done' && know(next).kind === 'good';
    },
  };
}

import { lostReason } from '../remote/lost-reason.js';
import { isSameStore, type StoreMark } from '../remote/store-mark.js';
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

interface MarkState {
  known: string | undefined;
  follows: readonly string[];
  lost: string | undefined;
}

const good: MarkSight = { kind: 'good' };

/** Looks at nothing yet. */
export function kubeMark(options: KubeMarkOptions): KubeMark {
  const { object, newId, holdsRecords, areKnownThere, onChange } = options;
  const state: MarkState = { known: options.incarnation, follows: [], lost: undefined };
  const know = ({ id, follows }: StoreMark): MarkSight => {
    const isAnother = state.lost !== undefined || (state.known !== undefined && state.known !== id);
    Object.assign(state, { known: id, follows, lost: undefined });
    if (isAnother) onChange('another');
    return good;
  };
  const lose = (known: string, found: string | undefined): MarkSight => {
    const reason = lostReason('Kubernetes', known, found);
    if (state.lost !== reason) {
      state.lost = reason;
      onChange('lost');
    }
    return { kind: 'lost', reason };
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
    const { known } = state;
    const { mark } = found;
    if (mark !== undefined && (isSameStore(known, mark) || !holdsRecords())) return know(mark);
    if (known === undefined) return good;
    if (mark !== undefined) return lose(known, mark.id);
    if (!holdsRecords()) {
      state.known = undefined;
      return good;
    }
    const areThere = await areKnownThere();
    if (areThere === undefined) return { kind: 'unknown', reason: 'what the namespace holds cannot be read' };
    return areThere ? make([known, ...state.follows]) : lose(known, undefined);
  };
  return {
    incarnation: () => state.known,
    lostReason: () => state.lost,
    look,
    begin: async () => {
      const sight = await look();
      return sight.kind === 'good' && state.known === undefined ? make([]) : sight;
    },
    adopt: async () => {
      const found = await object.read();
      if (found.kind === 'unknown') return false;
      const { mark, version } = found;
      const former = state.known === undefined ? [] : [state.known, ...state.follows];
      if (mark === undefined) return (await make(former)).kind === 'good';
      const next = { id: mark.id, follows: [...new Set([...mark.follows, ...former])] };
      return (await object.change(next, version)).kind === 'done' && know(next).kind === 'good';
    },
  };
}

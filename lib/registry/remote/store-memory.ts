import { lostReason } from './lost-reason.js';
import { isSameStore, type StoreMark } from './store-mark.js';

/** Which store is known, by its mark, and whether what is there now is another one. */
export interface StoreMemory {
  /** Undefined before any store is known. */
  readonly incarnation: () => string | undefined;
  /** Why what is there is not to be believed; undefined while it is. */
  readonly lostReason: () => string | undefined;
  /** The store that is known, and those before it: what a mark that goes on from them follows. */
  readonly lineage: () => readonly string[];
  readonly isSame: (mark: StoreMark) => boolean;
  /** The store that is there is the one that is known from now on. */
  readonly know: (mark: StoreMark) => void;
  /** There is another one, or none (undefined); returns why it is lost. */
  readonly lose: (found: StoreMark | undefined) => string;
  /** Nothing was in it: any will do. */
  readonly forget: () => void;
}

/** How a store is remembered. */
export interface StoreMemoryOptions {
  /** As in `Consul`: begins the reason. */
  readonly where: string;
  /** The store that has to be there. */
  readonly incarnation: string | undefined;
  /** Hears when the store was lost, and when another one is known than before, or again the one that was lost. */
  readonly onChange?: (what: 'lost' | 'another') => void;
}

/** Knows what it is told. */
export function storeMemory({ where, incarnation, onChange }: StoreMemoryOptions): StoreMemory {
  let known = incarnation;
  let follows: readonly string[] = [];
  let lost: string | undefined;
  return {
    incarnation: () => known,
    lostReason: () => lost,
    lineage: () => (known === undefined ? [] : [known, ...follows]),
    isSame: (mark) => isSameStore(known, mark),
    know: (mark) => {
      const isAnother = lost !== undefined || (known !== undefined && known !== mark.id);
      [known, follows, lost] = [mark.id, mark.follows, undefined];
      if (isAnother) onChange?.('another');
    },
    lose: (found) => {
      const reason = lostReason(where, known ?? '', found?.id);
      const isNew = lost !== reason;
      lost = reason;
      if (isNew) onChange?.('lost');
      return reason;
    },
    forget: () => {
      [known, follows, lost] = [undefined, [], undefined];
    },
  };
}

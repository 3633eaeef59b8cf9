/** Runs work on one thing after the other; on different things at once. */
export type InTurn = <Value>(thing: string, run: () => Promise<Value>) => Promise<Value>;

/** For stores where writes that touch the same key fail each other: within one process they wait for each other instead. */
export function inTurn(): InTurn {
  const lastByThing = new Map<string, Promise<unknown>>();
  return async (thing, run) => {
    const before = lastByThing.get(thing);
    // How the one before ended is its own asker's business.
    const mine = before === undefined ? run() : before.then(run, run);
    lastByThing.set(thing, mine);
    try {
      return await mine;
    } finally {
      if (lastByThing.get(thing) === mine) lastByThing.delete(thing);
    }
  };
}

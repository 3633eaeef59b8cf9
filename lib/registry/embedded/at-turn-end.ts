/** Calls back when the requests that have arrived by now are read: what they write is written to the disk at once. */
export function atTurnEnd(callback: () => void): void {
  setImmediate(callback);
}

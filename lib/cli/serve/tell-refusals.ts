import { LRUCache } from 'lru-cache';
import type { XdsEvent } from '../../xds/server/xds-event.js';

/** Nodes come back every few seconds; of so many it is known what was said last. */
const mostNodes = 1_000;
const longestText = 500;

/** Tells which nodes are not served, and why: once, until the reason is another or the node was served in between. */
export function tellRefusals(print: (text: string) => void): (event: XdsEvent) => void {
  const told = new LRUCache<string, string>({ max: mostNodes });
  return (event) => {
    if (event.kind === 'opened') told.delete(event.nodeId);
    if (event.kind !== 'refused' || told.get(event.nodeId) === event.reason) return;
    told.set(event.nodeId, event.reason);
    // A stranger's words: no signs of a terminal among them.
    const text = (words: string): string => JSON.stringify(words.slice(0, longestText));
    print(`node ${text(event.nodeId)} is not served: ${text(event.reason)}`);
  };
}

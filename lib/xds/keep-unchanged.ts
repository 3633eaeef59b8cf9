import { resourceTypes } from './resource-types.js';
import type { ServedResource } from './served-resource.js';
import type { Snapshot } from './snapshot.js';

/**
 * A snapshot that says what `after` says, made of the parts of `before` where these say the same; `before` itself where all
 * does. So whoever has gone through a part sees that there is nothing new in it.
 */
export function keepUnchanged<R extends ServedResource>(before: Snapshot<R>, after: Snapshot<R>): Snapshot<R> {
  const changed = resourceTypes.filter((type) => !saysTheSame(before[type], after[type]));
  if (changed.length === 0) return before;
  return Object.freeze({ ...before, ...Object.fromEntries(changed.map((type) => [type, after[type]])) });
}

function saysTheSame(before: ReadonlyMap<string, ServedResource>, after: ReadonlyMap<string, ServedResource>): boolean {
  if (before === after) return true;
  if (before.size !== after.size) return false;
  for (const [name, { version }] of after) if (before.get(name)?.version !== version) return false;
  return true;
}

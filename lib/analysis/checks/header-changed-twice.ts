import type { HeaderOperations } from '../../ir/header-operations.js';
import { defineCheck } from '../define-check.js';
import { describeRoute } from '../words/describe-route.js';

/**
 * Finds headers of which one of several changes in a route is lost: those set twice in different case, and those
 * removed and set.
 */
export const headerChangedTwice = defineCheck('header-changed-twice', function* ({ index }) {
  for (const site of index.routes) {
    const { route } = site;
    if (route.kind !== 'http') continue;
    for (const [what, operations] of [
      ['request', route.requestHeaders],
      ['response', route.responseHeaders],
    ] as const) {
      for (const { name, words } of lostChanges(operations)) {
        yield {
          message: `${describeRoute(site)} ${words.replace('it', `the ${what} header "${name}"`)}; only the last counts`,
          origin: route.origin,
          hint: 'say once what becomes of it; "set" takes the place of the values there are',
        };
      }
    }
  }
});

function* lostChanges(
  operations: HeaderOperations | undefined,
): Generator<{ readonly name: string; readonly words: string }> {
  if (operations === undefined) return;
  const names = operations.set.map(({ name }) => name);
  for (const name of new Set(names)) {
    if (names.filter((other) => other === name).length > 1) yield { name, words: 'sets it twice, in different case' };
    if (operations.remove.includes(name)) yield { name, words: 'removes and sets it' };
  }
}

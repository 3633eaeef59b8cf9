import type { HeaderOperations } from '../../ir/header-operations.js';
import { defineCheck } from '../define-check.js';
import { headerChanges } from '../header-changes.js';

/**
 * Finds headers of which one of several changes in a route is lost: those set twice in different case, and those
 * removed and set.
 */
export const headerChangedTwice = defineCheck('header-changed-twice', function* ({ index }) {
  for (const { subject, what, operations, origin } of headerChanges(index.routes)) {
    for (const { name, words } of lostChanges(operations)) {
      yield {
        message: `${subject} ${words.replace('it', `the ${what} header "${name}"`)}; only the last counts`,
        origin,
        hint: 'say once what becomes of it; "set" takes the place of the values there are',
      };
    }
  }
});

function* lostChanges(operations: HeaderOperations): Generator<{ readonly name: string; readonly words: string }> {
  const names = operations.set.map(({ name }) => name);
  for (const name of new Set(names)) {
    if (names.filter((other) => other === name).length > 1) yield { name, words: 'sets it twice, in different case' };
    if (operations.remove.includes(name)) yield { name, words: 'removes and sets it' };
  }
}

import { expect, it } from 'vitest';
import { temporaryFolder } from '../support/temporary-folder.js';
import { writeStrippedFixtures } from './support/stripped-fixtures.js';
import { compilers, typeErrors } from './support/type-errors.js';

it.each(compilers)(
  '%s refuses every line that is wrong, no other, and says why',
  { timeout: 90_000 },
  async (compiler) => {
    const folder = temporaryFolder();
    const expectations = writeStrippedFixtures(folder);
    const errors = await typeErrors(compiler, folder);

    expect([...errors.keys()].sort()).toEqual(expectations.map(({ place }) => place).sort());
    for (const { place, message } of expectations) {
      if (message !== undefined) expect(sortUnions(errors.get(place) ?? ''), place).toContain(sortUnions(message));
    }
    expect(expectations.length).toBeGreaterThan(100);
  },
);

// The compilers list the members of a union in orders of their own.
function sortUnions(text: string): string {
  return text.replace(/(?:"[^"]*"|\w+)(?: \| (?:"[^"]*"|\w+))+/g, (union) => union.split(' | ').sort().join(' | '));
}

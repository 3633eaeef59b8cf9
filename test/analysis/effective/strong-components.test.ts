import fc from 'fast-check';
import { expect, it } from 'vitest';
import { strongComponents } from '../../../lib/analysis/effective/strong-components.js';

const graphs = fc.integer({ min: 1, max: 8 }).chain((size) => {
  const node = fc.integer({ min: 0, max: size - 1 });
  return fc.array(fc.uniqueArray(node, { maxLength: 3 }), { minLength: size, maxLength: size });
});

/** Whether each node can be reached from each, by trying every step until nothing changes. */
function reachability(successors: readonly (readonly number[])[]): readonly (readonly boolean[])[] {
  const reach = successors.map((_, from) => successors.map((__, to) => from === to));
  for (const _ of successors) {
    successors.forEach((ends, from) => {
      for (const end of ends) reach[end]?.forEach((isReached, to) => isReached && reach[from]?.splice(to, 1, true));
    });
  }
  return reach;
}

it('puts two nodes together exactly when each can be reached from the other', () => {
  fc.assert(
    fc.property(graphs, (successors) => {
      const reach = reachability(successors);
      const components = strongComponents(successors);
      const componentOf = (node: number) => components.findIndex((component) => component.includes(node));
      successors.forEach((_, a) => {
        successors.forEach((__, b) => {
          const isMutual = reach[a]?.[b] === true && reach[b]?.[a] === true;
          expect(componentOf(a) === componentOf(b)).toBe(isMutual);
        });
      });
      expect(components.flat()).toHaveLength(successors.length);
    }),
    { numRuns: 500 },
  );
});

it('puts what an edge leads to before where it comes from', () => {
  fc.assert(
    fc.property(graphs, (successors) => {
      const components = strongComponents(successors);
      const place = (node: number) => components.findIndex((component) => component.includes(node));
      successors.forEach((ends, from) => {
        for (const end of ends) expect(place(end)).toBeLessThanOrEqual(place(from));
      });
    }),
    { numRuns: 500 },
  );
});

it('follows a chain of 100,000 nodes', () => {
  const size = 100_000;
  const successors = Array.from({ length: size }, (_, node) => (node + 1 < size ? [node + 1] : []));
  expect(strongComponents(successors)).toHaveLength(size);
});

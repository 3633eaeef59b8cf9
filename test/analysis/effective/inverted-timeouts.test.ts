import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createEffectiveCheckContext } from '../../../lib/analysis/effective/effective-check-context.js';
import { limitMs } from '../../../lib/analysis/effective/edge-limits.js';
import { invertedTimeouts } from '../../../lib/analysis/effective/inverted-timeouts.js';
import { patienceByNode } from '../../../lib/analysis/effective/patience.js';
import type { MeshIr } from '../../../lib/ir/mesh-ir.js';
import type { Call } from '../../../lib/ir/service.js';
import { arbitraryCallMesh } from '../../support/arbitrary-call-mesh.js';
import { compiled } from '../../support/compiled.js';

const envoyDefaultMs = 15_000;

function limitOf({ policies }: Call): number {
  const { requestMs = envoyDefaultMs } = policies.timeout ?? {};
  return requestMs === 'none' ? Infinity : requestMs;
}

/** Every way through a declared mesh without circles, from any service on, as its calls. */
function waysOf({ services }: MeshIr): readonly (readonly { readonly caller: string; readonly call: Call }[])[] {
  const byName = new Map(services.map((service) => [service.name, service]));
  const from = (name: string): (readonly { readonly caller: string; readonly call: Call }[])[] =>
    (byName.get(name)?.calls ?? []).flatMap((call) => {
      const step = { caller: name, call };
      return [[step], ...from(call.callee.name).map((rest) => [step, ...rest])];
    });
  return services.flatMap(({ name }) => from(name));
}

it('finds the calls that listing all ways finds, each with the outer call that ends first', () => {
  fc.assert(
    fc.property(arbitraryCallMesh, (ir) => {
      const expected = new Map<string, number>();
      for (const way of waysOf(ir)) {
        const [inner, outer] = [way.at(-1), way.at(-2)];
        if (inner?.call.policies.timeout === undefined || outer === undefined) continue;
        const [innerMs, outerMs] = [limitOf(inner.call), limitOf(outer.call)];
        const pair = `${inner.caller} ${inner.call.callee.name}`;
        const isWorse = outerMs !== Infinity && innerMs >= outerMs && outerMs < (expected.get(pair) ?? Infinity);
        if (isWorse) expected.set(pair, outerMs);
      }
      const found = [...invertedTimeouts(createEffectiveCheckContext(compiled(ir)))].map(
        ({ outer, inner }) => [`${inner.edge.caller.name} ${inner.edge.callee.name}`, limitMs(outer.route)] as const,
      );
      expect(found).toHaveLength(expected.size);
      expect(new Map(found)).toEqual(expected);
    }),
    { numRuns: 200 },
  );
});

it('lets a mesh pass whose calls all say how long only if they grow shorter on every way', () => {
  let passed = 0;
  fc.assert(
    fc.property(arbitraryCallMesh, (ir) => {
      const saysAll = ir.services.every(({ calls }) => calls.every(({ policies }) => policies.timeout !== undefined));
      const [found] = [...invertedTimeouts(createEffectiveCheckContext(compiled(ir)))];
      if (!saysAll || found !== undefined) return;
      passed += 1;
      for (const way of waysOf(ir)) {
        const limits = way.map(({ call }) => limitOf(call));
        const firstFinite = limits.findIndex((limit) => limit !== Infinity);
        const rest = firstFinite === -1 ? [] : limits.slice(firstFinite);
        expect(rest).toEqual([...new Set(rest)].sort((a, b) => b - a));
      }
    }),
    { numRuns: 300 },
  );
  expect(passed).toBeGreaterThan(10); // else the property says little
});

it('knows how long each service is waited for at most, as listing all ways does', () => {
  fc.assert(
    fc.property(arbitraryCallMesh, (ir) => {
      const expected: Record<string, number> = {};
      for (const way of waysOf(ir)) {
        const end = way.at(-1)?.call.callee.name ?? '';
        const shortest = Math.min(...way.map(({ call }) => limitOf(call)));
        if (shortest < (expected[end] ?? Infinity)) expected[end] = shortest;
      }
      const { graph } = createEffectiveCheckContext(compiled(ir));
      const found = Object.fromEntries([...patienceByNode(graph)].map(([{ name }, { ms }]) => [name, ms]));
      expect(found).toEqual(expected);
    }),
    { numRuns: 200 },
  );
});

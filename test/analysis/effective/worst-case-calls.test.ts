import fc from 'fast-check';
import { expect, it } from 'vitest';
import { buildCallGraph } from '../../../lib/analysis/effective/call-graph.js';
import { worstCaseCalls } from '../../../lib/analysis/effective/worst-case-calls.js';
import type { MeshIr } from '../../../lib/ir/mesh-ir.js';
import { arbitraryCallMesh } from '../../support/arbitrary-call-mesh.js';
import { compiled } from '../../support/compiled.js';
import { meshIr } from '../../support/mesh-ir.js';

/** The largest product of tries along any way to each service, by listing all ways in the declared mesh. */
function bruteForce({ services }: MeshIr): Readonly<Record<string, number>> {
  const worst: Record<string, number> = {};
  const called = new Set(services.flatMap(({ calls }) => calls.map(({ callee }) => callee.name)));
  const walk = (name: string, calls: number) => {
    worst[name] = Math.max(worst[name] ?? 0, calls);
    for (const { callee, policies } of services.find((service) => service.name === name)?.calls ?? []) {
      const { attempts = 0, on = [] } = policies.retries ?? {};
      const isRetried = on.includes('5xx') || on.includes('reset');
      walk(callee.name, calls * (isRetried ? attempts + 1 : 1));
    }
  };
  for (const { name } of services) if (!called.has(name)) walk(name, 1);
  return worst;
}

it('finds what listing all ways finds', () => {
  fc.assert(
    fc.property(arbitraryCallMesh, (ir) => {
      const { byNode, unbounded } = worstCaseCalls(buildCallGraph(compiled(ir)));
      const found = Object.fromEntries([...byNode].map(([{ name }, { calls }]) => [name, calls]));
      expect(found).toEqual(bruteForce(ir));
      expect(unbounded).toEqual([]);
    }),
    { numRuns: 200 },
  );
});

it('names the calls of a way whose tries multiply to the number', () => {
  fc.assert(
    fc.property(arbitraryCallMesh, (ir) => {
      const { byNode, triesOf } = worstCaseCalls(buildCallGraph(compiled(ir)));
      for (const worst of byNode.values()) {
        let product = 1;
        for (let { via } = worst; via !== undefined; via = byNode.get(via.caller)?.via) product *= triesOf(via).tries;
        expect(product).toBe(worst.calls);
      }
    }),
    { numRuns: 100 },
  );
});

it('has no number behind a circle with retries, and the number of its way in behind one without', () => {
  const origin = { kind: 'user', constructPath: 'shop' } as const;
  const retries = { origin, attempts: 2, on: ['5xx'] } as const;
  const circle = (policies: object) =>
    meshIr.mesh({
      services: [
        meshIr.service('a', { calls: [meshIr.call('b', { policies })] }),
        meshIr.service('b', { calls: [meshIr.call('a'), meshIr.call('end')] }),
        meshIr.service('end'),
        meshIr.service('web', { calls: [meshIr.call('a', { policies: { retries } })] }),
      ],
    });
  const callsOfEnd = (ir: MeshIr) => {
    const { byNode, unbounded } = worstCaseCalls(buildCallGraph(compiled(ir)));
    const [end] = [...byNode].filter(([{ name }]) => name === 'end').map(([, { calls }]) => calls);
    return { end, unbounded: unbounded.map((component) => component.map(({ name }) => name)) };
  };
  expect(callsOfEnd(circle({ retries }))).toEqual({ end: Infinity, unbounded: [['a', 'b']] });
  expect(callsOfEnd(circle({}))).toEqual({ end: 3, unbounded: [] });
});

it('counts the ways of a lattice of 2 to the 60 ways', () => {
  const origin = { kind: 'user', constructPath: 'shop' } as const;
  const depth = 60;
  const level = (index: number) => [`a${String(index).padStart(2, '0')}`, `b${String(index).padStart(2, '0')}`];
  const services = Array.from({ length: depth }, (_, index) =>
    level(index).map((name) =>
      meshIr.service(name, {
        calls: index + 1 < depth ? level(index + 1).map((callee) => meshIr.call(callee)) : [],
        ...(index === depth - 1 || index === 1 ? { policies: { retries: { origin, attempts: 3, on: ['5xx'] } } } : {}),
      }),
    ),
  ).flat();
  const { byNode } = worstCaseCalls(buildCallGraph(compiled(meshIr.mesh({ services }))));
  expect(Math.max(...[...byNode.values()].map(({ calls }) => calls))).toBe(16);
});

it('tells a number too large for a machine from no number', () => {
  const origin = { kind: 'user', constructPath: 'shop' } as const;
  const services = Array.from({ length: 1200 }, (_, index) =>
    meshIr.service(`s${String(index)}`, { calls: index < 1199 ? [meshIr.call(`s${String(index + 1)}`)] : [] }),
  );
  const retries = { origin, attempts: 1, on: ['5xx'] } as const;
  const { byNode, unbounded } = worstCaseCalls(
    buildCallGraph(compiled(meshIr.mesh({ services, policies: { retries } }))),
  );
  expect(Math.max(...[...byNode.values()].map(({ calls }) => calls))).toBe(Number.MAX_VALUE);
  expect(unbounded).toEqual([]);
});

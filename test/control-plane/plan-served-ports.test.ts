import fc from 'fast-check';
import { expect, test } from 'vitest';
import { planServedPorts, servedPortRange, type ServedPorts } from '../../lib/control-plane/plan-served-ports.js';
import { effectiveMesh, gateway, port, service, version } from '../support/effective-mesh.js';

/** A mesh of services that all call the first one. */
const meshOf = (names: readonly string[]) =>
  effectiveMesh({
    services: names.map((name, index) =>
      service(name, {
        versions: [version('v1'), version('v2')],
        callees: index === 0 ? [] : [names[0] ?? ''],
      }),
    ),
  });

/** All ports by what they are for. */
const flat = ({ inboundPorts, outboundPorts }: ServedPorts): ReadonlyMap<string, number> =>
  new Map(
    Object.entries({ in: inboundPorts, out: outboundPorts }).flatMap(([side, byOwner]) =>
      Object.entries(byOwner).flatMap(([owner, ports]) =>
        Object.entries(ports).map(([name, number]): [string, number] => [`${owner} ${side} ${name}`, number]),
      ),
    ),
  );

const names = fc.uniqueArray(fc.stringMatching(/^[a-z]{1,6}$/), { minLength: 1, maxLength: 40 });

test('gives every sidecar a port for each of its own ports and each port that it calls', () => {
  expect([...flat(planServedPorts(meshOf(['a', 'b']))).keys()].sort()).toEqual([
    'a/v1 in http',
    'a/v2 in http',
    'b/v1 in http',
    'b/v1 out a/http',
    'b/v2 in http',
    'b/v2 out a/http',
  ]);
});

test('gives no port twice, and none outside of the range', () => {
  fc.assert(
    fc.property(names, (list) => {
      const ports = [...flat(planServedPorts(meshOf(list))).values()];
      expect(new Set(ports).size).toBe(ports.length);
      const { from, to } = servedPortRange;
      expect(ports.every((number) => number >= from && number <= to)).toBe(true);
    }),
  );
});

test('the order in which a mesh declares its services changes no port', () => {
  fc.assert(
    fc.property(names, ([first = '', ...others]) => {
      const there = flat(planServedPorts(meshOf([first, ...others])));
      const back = flat(planServedPorts(meshOf([first, ...others.toReversed()])));
      expect(new Map([...back].sort())).toEqual(new Map([...there].sort()));
    }),
  );
});

test('a service that is added moves the port of another only where it takes that very port', () => {
  fc.assert(
    fc.property(names, fc.stringMatching(/^[a-z]{7}$/), (list, added) => {
      const before = flat(planServedPorts(meshOf(list)));
      const after = flat(planServedPorts(meshOf([...list, added])));
      const taken = new Set(after.values());
      for (const [key, number] of before) if (after.get(key) !== number) expect(taken).toContain(number);
      const moved = [...before].filter(([key, number]) => after.get(key) !== number);
      // Four ports among 10,000 meet few others, if any.
      expect(moved.length).toBeLessThanOrEqual(4);
    }),
  );
});

test('takes no port that a gateway or a workload of the mesh listens on', () => {
  const wide = planServedPorts(meshOf(['a', 'b']), { from: 20_000, to: 20_005 });
  expect([...flat(wide).values()].sort()).toEqual([20_000, 20_001, 20_002, 20_003, 20_004, 20_005]);
  const mesh = effectiveMesh({
    services: [service('a', { ports: [port('http', 20_001)] })],
    gateways: [gateway('front', { ports: [{ name: 'http', number: 20_000 }] })],
  });
  expect([...flat(planServedPorts(mesh, { from: 20_000, to: 20_002 })).values()]).toEqual([20_002]);
});

test('repeats ports between sidecars only where the range is too small, and never within one', () => {
  const ports = flat(planServedPorts(meshOf(['a', 'b', 'c']), { from: 20_000, to: 20_003 }));
  expect(ports.size).toBe(10);
  for (const owner of ['b/v1', 'b/v2', 'c/v1', 'c/v2']) {
    const own = [...ports].filter(([key]) => key.startsWith(owner)).map(([, number]) => number);
    expect(new Set(own).size).toBe(2);
  }
});

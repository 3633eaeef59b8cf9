import type { ClusterLoadAssignment } from 'envoy-config-types/envoy/config/endpoint/v3';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { grpcAssignment } from '../../../lib/control-plane/grpc/grpc-assignment.js';

const endpoint = (port: number, weight: number) => ({
  endpoint: { address: { socket_address: { address: '127.0.0.1', port_value: port } } },
  load_balancing_weight: weight,
});

/** Share of each port as a gRPC client balances: localities by weight, inside of one all alike. */
function shares({ endpoints = [] }: ClusterLoadAssignment): ReadonlyMap<string, number> {
  const total = endpoints.reduce((sum, locality) => sum + (locality.load_balancing_weight ?? 0), 0);
  return new Map(
    endpoints.flatMap(({ lb_endpoints: list = [], load_balancing_weight: weight = 0 }) =>
      list.map((one) => [JSON.stringify(one.endpoint), weight / total / list.length]),
    ),
  );
}

test('gives each endpoint the share of its weight among all, in clients that look at localities only', () => {
  const weights = fc.array(fc.array(fc.integer({ min: 1, max: 10_000 }), { maxLength: 8 }), { maxLength: 4 });
  fc.assert(
    fc.property(weights, (zones) => {
      let port = 1_000;
      const assignment: ClusterLoadAssignment = {
        cluster_name: 'a',
        endpoints: zones.map((zone, index) => ({
          locality: { zone: String(index) },
          lb_endpoints: zone.map((weight) => endpoint(++port, weight)),
        })),
      };
      const total = zones.flat().reduce((sum, weight) => sum + weight, 0);
      const given = shares(grpcAssignment(assignment));
      expect(given.size).toBe(zones.flat().length);
      for (const { lb_endpoints: list = [] } of assignment.endpoints ?? [])
        for (const one of list)
          expect(given.get(JSON.stringify(one.endpoint))).toBeCloseTo((one.load_balancing_weight ?? 0) / total, 9);
    }),
  );
});

test('names every locality, and each once in its priority', () => {
  const { endpoints = [] } = grpcAssignment({
    cluster_name: 'a',
    endpoints: [{ lb_endpoints: [endpoint(1, 2), endpoint(2, 1), endpoint(3, 2)], priority: 1 }],
  });
  expect(
    endpoints.map(({ locality, priority, load_balancing_weight: weight }) => [locality, priority, weight]),
  ).toEqual([
    [{ sub_zone: 'weight-1' }, 1, 1],
    [{ sub_zone: 'weight-2' }, 1, 4],
  ]);
  expect(grpcAssignment({ cluster_name: 'a', endpoints: [{ lb_endpoints: [endpoint(1, 3)] }] }).endpoints).toEqual([
    { locality: {}, lb_endpoints: [endpoint(1, 3)], load_balancing_weight: 3 },
  ]);
});

test('leaves no locality without endpoints, which clients would refuse', () => {
  expect(grpcAssignment({ cluster_name: 'a', endpoints: [{ lb_endpoints: [] }] }).endpoints).toEqual([]);
});

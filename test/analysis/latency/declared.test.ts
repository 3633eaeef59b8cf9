import { App } from 'cdk8s';
import { expect, it } from 'vitest';
import {
  call,
  ExternalService,
  Gateway,
  gigabitsPerSecond,
  kibibytes,
  mebibytes,
  Mesh,
  milliseconds,
  seconds,
  Service,
} from '../../../constructs/index.js';
import { readIr } from '../../../lib/ir/codec.js';
import { createShapeCheck } from '../../../lib/ir/create-shape-check.js';
import type { MeshIr } from '../../../lib/ir/mesh-ir.js';
import { stableJson } from '../../../lib/util/stable-json.js';

const ports = { http: 8080 };
const image = 'app:1';

/** The mesh as a reader of its ir.json gets it. */
function written(mesh: Mesh): MeshIr {
  const { ir, diagnostics } = readIr(stableJson(mesh.toIr()), createShapeCheck());
  expect(diagnostics).toEqual([]);
  if (ir === undefined) throw new Error('the IR cannot be read');
  return ir;
}

it('lets a version say how fast it is, and its service for the rest', () => {
  const mesh = new Mesh(new App(), 'shop');
  new Service(mesh, 'cart', {
    ports,
    performance: { serviceTime: milliseconds(5), concurrency: 4 },
    versions: {
      v1: { image },
      v2: { image, performance: { serviceTime: milliseconds(0.5) } },
      v3: { image, performance: { serviceTime: milliseconds(7), concurrency: 2 } },
    },
  });
  new Service(mesh, 'stock', {
    ports,
    versions: { v1: { image }, v2: { image, performance: { serviceTime: seconds(1) } } },
  });
  const [cart, stock] = written(mesh).services;
  expect(cart?.versions.map(({ performance }) => performance)).toEqual([
    { serviceTimeMs: 5, concurrency: 4 },
    { serviceTimeMs: 0.5, concurrency: 4 },
    { serviceTimeMs: 7, concurrency: 2 },
  ]);
  expect(stock?.versions.map(({ performance }) => performance)).toEqual([
    undefined,
    { serviceTimeMs: 1000, concurrency: 1 },
  ]);
});

it('writes sizes in bytes, bandwidths in bits a second and times in milliseconds', () => {
  const mesh = new Mesh(new App(), 'shop');
  const stock = new Service(mesh, 'stock', { ports, versions: { v1: { image } } });
  const rates = new ExternalService(mesh, 'rates', { hosts: ['a.example.com'], ports, responseTime: seconds(0.25) });
  const transfer = {
    requestSize: kibibytes(0.5),
    responseSize: mebibytes(1.5),
    bandwidth: gigabitsPerSecond(2.5),
    roundTripTime: milliseconds(0.25),
  };
  const cart = new Service(mesh, 'cart', {
    ports,
    versions: { v1: { image } },
    calls: [call(stock, { load: {} }), rates],
  });
  cart.addCall(cart, { load: { requestsPerRequest: 0.1, parallelGroup: 'all', transfer } });
  const objectives = { requestsPerSecond: 1.5, meanLatency: milliseconds(20), p99Latency: seconds(1) };
  new Gateway(mesh, 'front', { ports }).route({ to: cart, objectives, transfer: { roundTripTime: milliseconds(2) } });

  const { services, externalServices, gateways } = written(mesh);
  expect(services[0]?.calls.map(({ load }) => load)).toEqual([
    {
      requestsPerRequest: 0.1,
      parallelGroup: 'all',
      transfer: {
        requestSizeBytes: 512,
        responseSizeBytes: 1_572_864,
        bandwidthBitsPerSecond: 2.5e9,
        roundTripMs: 0.25,
      },
    },
    undefined,
    { requestsPerRequest: 1 },
  ]);
  expect(externalServices[0]?.responseTimeMs).toBe(250);
  expect(gateways[0]?.routes[0]).toMatchObject({
    objectives: { requestsPerSecond: 1.5, meanLatencyMs: 20, p99LatencyMs: 1000 },
    transfer: { requestSizeBytes: 0, responseSizeBytes: 0, roundTripMs: 2 },
  });
});

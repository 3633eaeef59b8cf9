import { expect, it } from 'vitest';
import { ExternalService, Service, split } from '../../constructs/index.js';
import { expand, expanded, proxyOf } from './support/expand.js';

const app = { image: 'app:1' };
const versions = { v1: app, v2: app };

it('divides connections as the first rule of the port says, and equally without one', () => {
  const mesh = expanded((shop) => {
    const db = new Service(shop, 'db', { ports: { tcp: 5432, 'tcp-stats': 9125 }, versions });
    db.route({ name: 'main', port: 'tcp', to: split({ v1: 99, v2: 1 }) });
    new Service(shop, 'web', { ports: { http: 80 }, versions, calls: [db] });
  });

  expect(proxyOf(mesh, 'web')).toMatchObject({
    outbound: [
      {
        port: { name: 'tcp' },
        route: {
          name: 'db/tcp/main',
          destinations: [
            { destination: 'db/v1/tcp', weight: 99 },
            { destination: 'db/v2/tcp', weight: 1 },
          ],
        },
      },
      {
        port: { name: 'tcp-stats' },
        route: { name: 'db/tcp-stats/default', destinations: [{ destination: 'db/tcp-stats', weight: 100 }] },
      },
    ],
  });
});

it('hands connections on to the rules of another service', () => {
  const mesh = expanded((shop) => {
    const db = new Service(shop, 'db', { ports: { tcp: 5432 }, versions });
    db.route({ name: 'main', to: db.version('v2') });
    const pool = new Service(shop, 'pool', { ports: { tcp: 6432 }, versions, calls: [db] });
    pool.route({ name: 'db', to: db });
    new Service(shop, 'web', { ports: { http: 80 }, versions, calls: [pool] });
  });

  expect(proxyOf(mesh, 'web')).toMatchObject({
    outbound: [
      {
        route: {
          name: 'pool/tcp/db+db/tcp/main',
          origin: { constructPath: 'shop/pool/route-1' },
          destinations: [{ destination: 'db/v2/tcp', weight: 100 }],
        },
      },
    ],
    destinations: [{ name: 'db/v2/tcp' }],
  });
});

it('reports connections that services hand to each other in a circle, and splits over routed services', () => {
  const { diagnostics } = expand((shop) => {
    const a = new Service(shop, 'a', { ports: { tcp: 1 }, versions });
    const b = new Service(shop, 'b', { ports: { tcp: 2 }, versions, calls: [a] });
    const c = new Service(shop, 'c', { ports: { tcp: 3 }, versions, calls: [a] });
    a.addCall(b);
    b.route({ to: a });
    (a as unknown as typeof b).route({ to: b });
    c.route({
      to: split([
        { to: a, weight: 50 },
        { to: c.version('v1'), weight: 50 },
      ]),
    });
    new Service(shop, 'web', { ports: { http: 80 }, versions, calls: [a, b, c] });
  });

  expect(diagnostics.map(({ slug }) => slug).sort()).toEqual(['route-delegation-cycle', 'split-over-routed-service']);
});

it('sends connections to an external service as they are', () => {
  const mesh = expanded((shop) => {
    const vm = new ExternalService(shop, 'vm', {
      hosts: ['vm.example.com'],
      ports: { tcp: 3306 },
      endpoints: ['192.0.2.1'],
    });
    new Service(shop, 'web', { ports: { http: 80 }, versions, calls: [vm] });
  });

  expect(proxyOf(mesh, 'web')).toMatchObject({
    outbound: [{ kind: 'tcp', route: { destinations: [{ destination: 'external/vm/tcp', weight: 100 }] } }],
  });
});

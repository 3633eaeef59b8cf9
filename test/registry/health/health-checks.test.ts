import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, type Server } from 'node:net';
import { Server as GrpcServer, ServerCredentials } from '@grpc/grpc-js';
import { expect, onTestFinished, test } from 'vitest';
import { type HealthCheckOptions, runHealthChecks } from '../../../lib/registry/health/run-health-checks.js';
import { createRegistry } from '../../../lib/registry/merged-registry.js';
import type { HealthCheck } from '../../../lib/registry/model/health-check.js';
import { systemClock } from '../../../lib/util/system-clock.js';
import { any, done, find, instance, putInstance } from '../../support/registry/contract/samples.js';
import { follow } from '../../support/registry/follow.js';
import { scriptedBackend } from '../../support/registry/scripted-backend.js';

const key = { service: 'cart', id: 'a' };
const often = { port: 'http', intervalMs: 100, timeoutMs: 100 } as const;
/** Where a late answer must not count as none. */
const steady = { port: 'http', intervalMs: 500, timeoutMs: 500 } as const;

function checking(parts: Partial<HealthCheckOptions> = {}) {
  const backend = scriptedBackend('own');
  const registry = createRegistry([backend], systemClock);
  const followed = follow(backend);
  onTestFinished(
    runHealthChecks({ registry, clock: systemClock, random: Math.random, isLeader: () => true, ...parts }),
  );
  const register = async (port: number, healthCheck: HealthCheck, id = 'a') =>
    done(
      await registry.write(
        putInstance(instance({ service: 'cart', id, address: '127.0.0.1', ports: { http: port }, healthCheck })),
      ),
    );
  const untilStatus = (status: string) => followed.until((content) => find(content, key)?.status === status);
  return { registry, backend, followed, register, untilStatus };
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

/** An HTTP server whose answer a test chooses, and what it was asked. */
async function httpServer() {
  const state = { status: 200, hangs: false, asked: [] as string[], open: 0, mostOpen: 0 };
  const server = createHttpServer((request, response) => {
    state.asked.push(request.url ?? '');
    state.open += 1;
    state.mostOpen = Math.max(state.mostOpen, state.open);
    response.once('close', () => {
      state.open -= 1;
    });
    if (state.hangs) return;
    setTimeout(() => response.writeHead(state.status).end('x'), 2);
  });
  return { state, port: await listen(server), server };
}

test('an instance that answers with 2xx becomes healthy, and unhealthy when it does so no more', async () => {
  const { state, port } = await httpServer();
  const { register, untilStatus } = checking();
  await register(port, { kind: 'http', path: '/ready', ...often });
  await untilStatus('healthy');
  expect(new Set(state.asked)).toEqual(new Set(['/ready']));
  state.status = 503;
  await untilStatus('unhealthy');
  state.status = 204;
  await untilStatus('healthy');
  state.hangs = true;
  await untilStatus('unhealthy');
});

test('a redirect is no good answer', async () => {
  const { state, port } = await httpServer();
  const { register, untilStatus } = checking();
  await register(port, { kind: 'http', ...often });
  await untilStatus('healthy');
  state.status = 302;
  await untilStatus('unhealthy');
});

test('an instance is healthy by tcp while connections can be made', async () => {
  const server = createTcpServer((socket) => socket.on('error', () => undefined).resume());
  const port = await listen(server);
  const { register, untilStatus } = checking();
  await register(port, { kind: 'tcp', ...often });
  await untilStatus('healthy');
  server.close();
  await untilStatus('unhealthy');
});

test('an instance is healthy by gRPC while it serves what was asked for', async () => {
  const server = new GrpcServer();
  let status = 1;
  const asked = new Set<string>();
  const check = {
    path: '/grpc.health.v1.Health/Check',
    requestStream: false,
    responseStream: false,
    requestSerialize: (bytes: Buffer) => bytes,
    requestDeserialize: (bytes: Buffer) => bytes,
    responseSerialize: (bytes: Buffer) => bytes,
    responseDeserialize: (bytes: Buffer) => bytes,
  } as const;
  server.addService(
    { Check: check },
    {
      Check: (call: { request: Buffer }, reply: (error: null, bytes: Buffer) => void) => {
        asked.add(call.request.subarray(2).toString());
        reply(null, Buffer.from(status === 0 ? [] : [8, status]));
      },
    },
  );
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) => {
      if (error === null) resolve(bound);
      else reject(error);
    });
  });
  onTestFinished(() => {
    server.forceShutdown();
  });
  const { register, untilStatus } = checking();
  await register(port, { kind: 'grpc', service: 'shop.Cart', ...often, timeoutMs: 90 });
  await untilStatus('healthy');
  expect([...asked]).toEqual(['shop.Cart']);
  status = 2;
  await untilStatus('unhealthy');
  status = 1;
  await untilStatus('healthy');
  status = 0;
  await untilStatus('unhealthy');
});

test('one bad answer between good ones changes nothing, as thresholds say', async () => {
  let count = 0;
  const server = createHttpServer((_, response) => {
    count += 1;
    response.writeHead(count % 3 === 0 ? 500 : 200).end();
  });
  const port = await listen(server);
  const { register, untilStatus, followed } = checking();
  await register(port, { kind: 'http', ...steady, healthyThreshold: 1, unhealthyThreshold: 2 });
  await untilStatus('healthy');
  const events = followed.events.length;
  await expect.poll(() => count, { timeout: 10_000 }).toBeGreaterThan(7);
  expect(followed.events.length).toBe(events);
});

test('an instance that registers again as it was stays healthy and is asked on', async () => {
  const { state, port } = await httpServer();
  const { register, untilStatus, followed } = checking();
  const check = { kind: 'http', ...steady } as const;
  await register(port, check);
  await untilStatus('healthy');
  const seen = followed.events.length;
  for (let round = 0; round < 3; round += 1) {
    const asked = state.asked.length;
    await register(port, check);
    await expect.poll(() => state.asked.length, { timeout: 10_000 }).toBeGreaterThan(asked);
  }
  const statuses = followed.events
    .slice(seen)
    .map((event) => event.kind === 'content' && find(event.content, key)?.status);
  expect(new Set(statuses)).toEqual(new Set(['healthy']));
});

test('draining stays draining, whatever the answers are', async () => {
  const { state, port } = await httpServer();
  const { registry, register, untilStatus, followed } = checking();
  await register(port, { kind: 'http', ...often });
  await untilStatus('healthy');
  done(await registry.write({ kind: 'set-instance-status', key, status: 'draining', precondition: any }));
  state.status = 500;
  const asked = state.asked.length;
  await expect.poll(() => state.asked.length, { timeout: 10_000 }).toBeGreaterThan(asked + 5);
  expect(find(followed.content(), key)?.status).toBe('draining');
});

test('only the leader asks and writes, with its token', async () => {
  const { state, port } = await httpServer();
  let isLeader = false;
  const { register, untilStatus, backend } = checking({ isLeader: () => isLeader, fencingToken: () => 7n });
  const tokens: unknown[] = [];
  const write = backend.write;
  Object.assign(backend, {
    write: (...[one, options]: Parameters<typeof write>) => {
      if (one.kind === 'set-instance-status') tokens.push(options?.fencingToken);
      return write(one, options);
    },
  });
  await register(port, { kind: 'http', ...often });
  const watched = await httpServer();
  await register(watched.port, { kind: 'http', ...often }, 'b');
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(state.asked).toEqual([]);
  isLeader = true;
  await untilStatus('healthy');
  expect(new Set(tokens)).toEqual(new Set([7n]));
});

test('no more questions are under way than may be, and an instance that is gone is asked no more', async () => {
  const { state, port } = await httpServer();
  state.hangs = true;
  const { register, registry } = checking({ atOnce: 3 });
  for (let number = 0; number < 12; number += 1) await register(port, { kind: 'http', ...often }, `i${String(number)}`);
  await expect.poll(() => state.asked.length, { timeout: 10_000 }).toBeGreaterThan(24);
  // One that was given up may close here a moment after the next has begun.
  expect(state.mostOpen).toBeLessThanOrEqual(6);
  for (let number = 0; number < 12; number += 1)
    done(
      await registry.write({
        kind: 'delete-instance',
        key: { service: 'cart', id: `i${String(number)}` },
        precondition: any,
      }),
    );
  await expect.poll(() => state.open, { timeout: 10_000 }).toBe(0);
  const asked = state.asked.length;
  await new Promise((resolve) => setTimeout(resolve, 250));
  expect(state.asked.length).toBe(asked);
});

import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { matchEverything, type MatchTerm } from '../../../lib/ir/match.js';
import type { HttpRoute } from '../../../lib/ir/route.js';
import type { RoutePolicies } from '../../../lib/ir/policies/policies.js';
import { planBinomialTest, type BinomialTest } from '../../support/binomial-test.js';
import { grpcClients, startGrpcClient, type CallResult } from '../../support/grpc/client-process.js';
import { startEchoInstance } from '../../support/grpc/echo-instances.js';
import { echoMesh, splitEcho } from '../../support/grpc/echo-mesh.js';
import { startServedGrpc } from '../../support/grpc/served-grpc.js';
import { meshIr } from '../../support/mesh-ir.js';

const target = 'xds:///echo:9000';
const origin = { kind: 'user', constructPath: 'shop/echo' } as const;

/** A route to one version for calls that meet the conditions. */
const to = (version: string, term: Partial<MatchTerm>, policies: RoutePolicies = {}): HttpRoute =>
  meshIr.httpRoute(
    `route-${createHash('md5').update(JSON.stringify(term)).digest('hex')}`,
    { kind: 'version', service: 'echo', version },
    { match: meshIr.match(term), policies },
  );

const header = (name: string, kind: 'exact' | 'prefix' | 'suffix' | 'contains' | 'regex', value: string) => ({
  name,
  matcher: { kind, value },
  negate: false,
});

const named = (name: string): Partial<MatchTerm> => ({ headers: [header('x-case', 'exact', name)] });

const instances = (versions: readonly string[]) =>
  Promise.all(
    versions.map(async (version) => {
      const { port } = await startEchoInstance(version);
      return { port, version };
    }),
  );

const all = (version: string, count: number): CallResult => ({
  answers: { [version]: count },
  errors: {},
  details: [],
});

function expectShare(result: CallResult, version: string, { lowest, highest }: BinomialTest): void {
  expect(result.errors).toEqual({});
  expect(result.answers[version]).toBeGreaterThanOrEqual(lowest);
  expect(result.answers[version]).toBeLessThanOrEqual(highest);
}

describe.each(grpcClients)('$name', { timeout: 120_000 }, (kind) => {
  test.skipIf(kind.isMissing)('routes by headers and path as the mesh says', async () => {
    const served = await startServedGrpc({
      ir: echoMesh([
        to('v3', { paths: [{ kind: 'prefix', value: '/meshwright.test.Ech' }] }),
        to('v3', { paths: [{ kind: 'exact', value: '/meshwright.test.Echo' }] }),
        to('v3', { methods: ['GET'] }),
        to('v3', { queryParameters: [{ name: 'q', matcher: { kind: 'present' } }] }),
        to('v2', { headers: [header('x-user', 'exact', 'jason')] }),
        to('v2', { headers: [header('x-user', 'prefix', 'a-')] }),
        to('v2', { headers: [header('x-user', 'suffix', '-z')] }),
        to('v2', { headers: [header('x-user', 'contains', 'mid')] }),
        to('v2', { headers: [header('x-user', 'regex', 'r1|r2')] }),
        to('v3', { headers: [{ name: 'x-debug', matcher: { kind: 'present' }, negate: false }] }),
        // Also calls without the header.
        to('v2', {
          paths: [{ kind: 'prefix', value: '/meshwright.test.Echo' }],
          headers: [
            header('x-area', 'exact', 'negated'),
            { name: 'x-stage', matcher: { kind: 'exact', value: 'beta' }, negate: true },
          ],
        }),
      ]),
      endpoints: await instances(['v1', 'v2', 'v3']),
    });
    const client = startGrpcClient(kind, served.bootstrap());
    const rows: readonly (readonly [Readonly<Record<string, string>>, string])[] = [
      [{}, 'v1'],
      [{ 'x-user': 'jason' }, 'v2'],
      [{ 'x-user': 'jasons' }, 'v1'],
      [{ 'x-user': 'a-1' }, 'v2'],
      [{ 'x-user': '1-z' }, 'v2'],
      [{ 'x-user': 'a mid b' }, 'v2'],
      [{ 'x-user': 'r2' }, 'v2'],
      // Regular expressions hold for the whole value, alternatives too.
      [{ 'x-user': 'r1x' }, 'v1'],
      [{ 'x-debug': '1' }, 'v3'],
      [{ 'x-area': 'negated' }, 'v2'],
      [{ 'x-area': 'negated', 'x-stage': 'gamma' }, 'v2'],
      [{ 'x-area': 'negated', 'x-stage': 'beta' }, 'v1'],
    ];
    for (const [metadata, version] of rows)
      expect([metadata, await client.calls({ target, metadata, count: 8 })]).toEqual([metadata, all(version, 8)]);
    expect(await client.calls({ target: 'xds:///echo', count: 4 })).toEqual(all('v1', 4));
  });

  test.skipIf(kind.isMissing)('splits calls by weight, and follows a change of the weights', async () => {
    const split = (v1: number) => echoMesh([splitEcho({ v1, v2: 100 - v1 })]);
    const served = await startServedGrpc({ ir: split(80), endpoints: await instances(['v1', 'v2']) });
    const client = startGrpcClient(kind, served.bootstrap());
    const plan = planBinomialTest(0.2);
    expectShare(await client.calls({ target, count: plan.trials, inFlight: 16 }), 'v2', plan);
    served.change({ ir: split(20) });
    await expect
      .poll(async () => (await client.calls({ target, count: 50 })).answers['v2'] ?? 0, { timeout: 60_000 })
      .toBeGreaterThan(25);
    expectShare(await client.calls({ target, count: plan.trials, inFlight: 16 }), 'v1', plan);
  });

  test.skipIf(kind.isMissing)('gives each instance the share of its weight', async () => {
    const [light, heavy] = [await startEchoInstance('light'), await startEchoInstance('heavy')];
    const served = await startServedGrpc({
      ir: echoMesh(),
      endpoints: [
        { port: light.port, version: 'v1', weight: 25 },
        { port: heavy.port, version: 'v1', weight: 75 },
      ],
    });
    const client = startGrpcClient(kind, served.bootstrap());
    const plan = planBinomialTest(0.25);
    expectShare(await client.calls({ target, count: plan.trials, inFlight: 16 }), 'light', plan);
  });

  test.skipIf(kind.isMissing)('ends calls at the timeout of their route', async () => {
    const served = await startServedGrpc({
      ir: echoMesh([to('v1', named('timed'), { timeout: { origin, requestMs: 100 } })]),
      endpoints: await instances(['v1']),
    });
    const client = startGrpcClient(kind, served.bootstrap());
    const slow = { target, text: 'sleep 400', count: 3 };
    expect((await client.calls({ ...slow, metadata: { 'x-case': 'timed' } })).errors).toEqual({ DeadlineExceeded: 3 });
    expect(await client.calls(slow)).toEqual(all('v1', 3));
  });

  test.skipIf(kind.isMissing)('tries again on the statuses that the mesh names, and on no others', async () => {
    const retries = { origin, attempts: 2, on: ['unavailable'], backOffBaseMs: 1, backOffMaxMs: 1 } as const;
    const instance = await startEchoInstance('v1');
    const served = await startServedGrpc({
      ir: echoMesh([to('v1', named('retried'), { retries })]),
      endpoints: [{ port: instance.port, version: 'v1' }],
    });
    const client = startGrpcClient(kind, served.bootstrap());
    const metadata = { 'x-case': 'retried' };
    expect(await client.calls({ target, metadata, text: 'fail-once UNAVAILABLE', count: 10 })).toEqual(all('v1', 10));
    expect(instance.calls()).toBe(20);
    const others = await client.calls({ target, metadata, text: 'fail-once INTERNAL', count: 10 });
    expect(others.errors).toEqual({ Internal: 10 });
    expect(instance.calls()).toBe(30);
    // Three tries, the first among them.
    expect((await client.calls({ target, metadata, text: 'fail UNAVAILABLE', count: 10 })).errors).toEqual({
      Unavailable: 10,
    });
    expect(instance.calls()).toBe(60);
  });

  test.skipIf(kind.isMissing)('puts in the faults that the mesh declares', async () => {
    const abort = { status: { kind: 'grpc', code: 8 }, percent: 30 } as const;
    const served = await startServedGrpc({
      ir: echoMesh([
        to('v1', named('aborted'), { fault: { origin, abort } }),
        to('v1', named('delayed'), { fault: { origin, delay: { durationMs: 2_000, percent: 100 } } }),
      ]),
      endpoints: await instances(['v1']),
    });
    const client = startGrpcClient(kind, served.bootstrap());
    const { trials, lowest, highest } = planBinomialTest(0.3);
    const aborted = await client.calls({ target, metadata: { 'x-case': 'aborted' }, count: trials, inFlight: 16 });
    expect(Object.keys(aborted.errors)).toEqual(['ResourceExhausted']);
    expect(aborted.errors['ResourceExhausted']).toBeGreaterThanOrEqual(lowest);
    expect(aborted.errors['ResourceExhausted']).toBeLessThanOrEqual(highest);
    const delayed = { target, metadata: { 'x-case': 'delayed' }, count: 3, timeoutMs: 300 };
    expect((await client.calls(delayed)).errors).toEqual({ DeadlineExceeded: 3 });
    expect(await client.calls({ target, count: 3, timeoutMs: 300 })).toEqual(all('v1', 3));
  });

  test.skipIf(kind.isMissing)('keeps calls with one hash key at one instance', async () => {
    const ports = await Promise.all(['a', 'b', 'c'].map(async (name) => (await startEchoInstance(name)).port));
    const loadBalancing = { origin, kind: 'ring-hash', hashOn: [{ kind: 'header', name: 'x-user' }] } as const;
    const served = await startServedGrpc({
      ir: echoMesh([], { policies: { loadBalancing } }),
      endpoints: ports.map((port) => ({ port, version: 'v1' })),
    });
    const client = startGrpcClient(kind, served.bootstrap());
    const used = new Set<string>();
    for (let user = 0; user < 40; user++) {
      const { answers, errors } = await client.calls({
        target,
        metadata: { 'x-user': `user-${String(user)}` },
        count: 3,
      });
      expect([Object.keys(answers).length, errors]).toEqual([1, {}]);
      for (const name of Object.keys(answers)) used.add(name);
    }
    expect(used.size).toBe(3);
  });

  test.skipIf(kind.isMissing)('fails calls at once to a callee that it cannot call as the mesh says', async () => {
    const rewriting = meshIr.httpRoute(
      'rewriting',
      {
        kind: 'forward',
        destinations: [{ destination: { kind: 'version', service: 'echo', version: 'v2' }, weight: 100 }],
        rewrite: { host: 'other.example.com' },
      },
      { match: matchEverything },
    );
    const served = await startServedGrpc({ ir: echoMesh([rewriting]), endpoints: await instances(['v1', 'v2']) });
    const client = startGrpcClient(kind, served.bootstrap());
    const { answers, errors } = await client.calls({ target, count: 3 });
    expect([answers, errors]).toEqual([{}, { Unavailable: 3 }]);
  });
});

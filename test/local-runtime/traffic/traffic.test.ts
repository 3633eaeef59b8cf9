import { expect, test } from 'vitest';
import { compileMesh } from '../../../lib/compiler/compile-mesh.js';
import type { EffectiveMesh } from '../../../lib/ir/effective-mesh.js';
import { Traffic } from '../../../lib/local-runtime/traffic/traffic.js';
import type { LocalInstance } from '../../../lib/targets/envoy/environment.js';
import { answerMesh } from '../../support/answer-mesh.js';

const begin = '2026-01-01T00:00:00.000Z';

test('counts requests by caller, callee and the version that took them', () => {
  const traffic = learned(mesh(answerMesh({ cart: { v1: 80, v2: 20 } })));
  traffic.add(
    'ingress',
    line({ direction: 'gateway', upstream_cluster: 'web/v1/http', upstream_host: '127.0.0.1:21000' }),
  );
  traffic.add('web/v1', line({ upstream_host: '127.0.0.1:22000', duration_ms: 10 }));
  traffic.add('web/v1', line({ upstream_host: '127.0.0.1:22000', duration_ms: 30, status: 503 }));
  traffic.add('web/v1', line({ upstream_cluster: 'cart/v2/http', upstream_host: '127.0.0.1:23000', status: 404 }));
  const edges = traffic.edges(2);
  expect(edges).toMatchObject([
    { caller: 'ingress', callee: 'web', version: 'v1', requests: 1, perSecond: 0.5 },
    {
      caller: 'web',
      callee: 'cart',
      version: 'v1',
      requests: 2,
      status2xx: 1,
      status5xx: 1,
      errors: 1,
      p50Ms: 10,
      p99Ms: 30,
    },
    { caller: 'web', callee: 'cart', version: 'v2', requests: 1, status4xx: 1, errors: 0 },
  ]);
});

test('counts requests once: what comes in to a workload was told by its caller', () => {
  const traffic = learned(mesh(answerMesh({ cart: { v1: 100 } })));
  traffic.add('cart/v1', line({ direction: 'inbound' }));
  expect(traffic.edges(1)).toEqual([]);
});

test('reads past what is no line of the access log', () => {
  const traffic = learned(mesh(answerMesh({ cart: { v1: 100 } })));
  for (const text of ['', 'hello', '{', '{"direction":"outbound"', '[]', 'null']) traffic.add('web/v1', text);
  expect(traffic.edges(1)).toEqual([]);
});

test('shows requests that no route took', () => {
  const traffic = learned(mesh(answerMesh({ cart: { v1: 100 } })));
  traffic.add(
    'ingress',
    line({ direction: 'gateway', route: null, upstream_cluster: null, upstream_host: null, status: 404, flags: 'NR' }),
  );
  expect(traffic.edges(1)).toMatchObject([{ caller: 'ingress', requests: 1, status4xx: 1 }]);
  expect(traffic.edges(1)[0]).not.toHaveProperty('callee');
});

test('counts what met each rule: splits by cluster, aborts by flag, delays by flag and time', () => {
  const fault = {
    delay: { durationMs: 500, percent: 50 },
    abort: { status: { kind: 'http', code: 500 }, percent: 25 },
  } as const;
  const traffic = learned(withFault(mesh(answerMesh({ cart: { v1: 80, v2: 20 } })), fault));
  traffic.add('web/v1', line({ upstream_cluster: 'cart/v1/http' }));
  traffic.add('web/v1', line({ upstream_cluster: 'cart/v2/http', flags: 'DI', duration_ms: 505 }));
  traffic.add(
    'web/v1',
    line({ upstream_cluster: 'cart/v1/http', flags: 'DI,FI', duration_ms: 497, upstream_host: null, status: 500 }),
  );
  traffic.add('web/v1', line({ upstream_cluster: 'cart/v1/http', flags: 'DI', duration_ms: 40 }));
  traffic.add('web/v1', line({ route: 'cart/http/other' }));
  expect(traffic.rules().map(({ rule, met, requests }) => [rule.kind, rule.percent, met, requests])).toEqual([
    ['split', 80, 3, 4],
    ['split', 20, 1, 4],
    ['delay', 50, 2, 4],
    ['abort', 25, 1, 4],
  ]);
});

test('takes the alternatives of one match for one route', () => {
  const traffic = learned(mesh(answerMesh({ cart: { v1: 80, v2: 20 } })));
  traffic.add('web/v1', line({ route: 'cart/http/shares#2' }));
  expect(traffic.rules()).toMatchObject([
    { met: 1, requests: 1 },
    { met: 0, requests: 1 },
  ]);
});

test('compares with the rules of the last mesh only, from its arrival on', () => {
  const first = mesh(answerMesh({ cart: { v1: 80, v2: 20 } }));
  const traffic = learned(first);
  traffic.add('web/v1', line({}));
  traffic.restartRules(mesh(answerMesh({ cart: { v1: 10, v2: 90 } })), Date.parse(begin) + 1_000);
  traffic.add('web/v1', line({})); // began before, was written down after
  traffic.add('web/v1', line({ time: '2026-01-01T00:00:02.000Z' }));
  expect(traffic.rules()).toMatchObject([
    { rule: { percent: 10 }, met: 1, requests: 1 },
    { rule: { percent: 90 }, met: 0, requests: 1 },
  ]);
  expect(traffic.edges(1)).toMatchObject([{ requests: 3 }]);
});

function mesh(ir: ReturnType<typeof answerMesh>): EffectiveMesh {
  const { mesh: compiled, diagnostics } = compileMesh(ir);
  if (compiled === undefined) throw new Error(JSON.stringify(diagnostics));
  return compiled;
}

function withFault(effective: EffectiveMesh, fault: object): EffectiveMesh {
  const text = JSON.stringify(effective, (_key, value: unknown) =>
    isRoute(value) && value.name === 'cart/http/shares' ? { ...value, fault } : value,
  );
  return JSON.parse(text) as EffectiveMesh; // plain data, as before
}

function isRoute(value: unknown): value is { readonly name: string; readonly match: object } {
  return typeof value === 'object' && value !== null && 'match' in value && 'name' in value;
}

function learned(effective: EffectiveMesh): Traffic {
  const traffic = new Traffic();
  traffic.learn(
    effective,
    new Map([
      ['web/v1', instance('web', 'v1', 21_000)],
      ['cart/v1', instance('cart', 'v1', 22_000)],
      ['cart/v2', instance('cart', 'v2', 23_000)],
    ]),
  );
  traffic.restartRules(effective, 0);
  return traffic;
}

function instance(owner: string, version: string, port: number): LocalInstance {
  return {
    kind: 'service',
    owner,
    version,
    adminPort: 1,
    inboundPorts: { http: port },
    workloadPorts: {},
    outboundPorts: {},
  };
}

function line(parts: Readonly<Record<string, unknown>>): string {
  return JSON.stringify({
    direction: 'outbound',
    duration_ms: 5,
    flags: '-',
    route: 'cart/http/shares',
    status: 200,
    time: begin,
    upstream_cluster: 'cart/v1/http',
    upstream_host: '127.0.0.1:22000',
    ...parts,
  });
}

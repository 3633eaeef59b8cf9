import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { createCodec } from 'envoy-config-types/codec';
import { createLiveMesh } from '../../lib/control-plane/create-live-mesh.js';
import type { RunningLiveMesh } from '../../lib/control-plane/running-live-mesh.js';
import { planeTraffic } from '../../lib/controller/plane/plane-traffic.js';
import type { TrafficPort } from '../../lib/controller/ports/traffic-port.js';
import { findEnvoyBinary } from '../../lib/local-runtime/envoy-binary.js';
import { createRolloutPlan } from '../../lib/rollout/plan/create-rollout-plan.js';
import type { RolloutPlan } from '../../lib/rollout/plan/rollout-plan.js';
import { systemClock } from '../../lib/util/system-clock.js';
import { compileMesh } from '../../lib/compiler/compile-mesh.js';
import { meshIr } from '../../test/support/mesh-ir.js';
import { memoryRegistry } from '../../test/support/registry/memory-registry.js';
import { rolloutIr } from '../../test/support/rollout/rollout-ir.js';
import type { FleetOrder } from './fleet-order.js';

/** Who has to accept a share. */
export interface ShareFleet {
  /** Real Envoys, each of a caller of its own. */
  readonly envoys: number;
  /** Streams that acknowledge as Envoy does and do nothing else. */
  readonly streams: number;
  /** How often a share is pushed. */
  readonly pushes: number;
}

/** Times from the push until the controller is told that every proxy has accepted it, ms. */
export interface ShareTimes {
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly longestMs: number;
}

const callers = 100;
const codec = createCodec();

/** Measures how long a share takes from its push until every proxy that calls the service has acknowledged it. */
export async function measureShares({ envoys, streams, pushes }: ShareFleet): Promise<ShareTimes> {
  const ir = meshIr.mesh({
    services: [
      meshIr.service('shop', { versions: [meshIr.version('v1'), meshIr.version('v2')] }),
      ...Array.from({ length: callers }, (_, index) =>
        meshIr.service(`caller-${index}`, { calls: [meshIr.call('shop')] }),
      ),
    ],
    rollouts: [rolloutIr('shop', [{ service: 'shop', stable: 'v1', canary: 'v2' }])],
  });
  const { mesh } = compileMesh(ir);
  const [rollout] = ir.rollouts;
  if (mesh === undefined || rollout === undefined) throw new Error('the mesh does not compile');
  const live = await createLiveMesh({
    ...{ registry: memoryRegistry(), codec, clock: systemClock, inboundAddress: '127.0.0.1' },
    xds: { address: '127.0.0.1:0', advertisedHost: '127.0.0.1', maxStreams: 20_000 },
  });
  live.setMesh(mesh);
  const folder = mkdtempSync(join(tmpdir(), 'meshwright-bench-'));
  const started: ChildProcess[] = [];
  try {
    const path = await envoyPath();
    for (let index = 0; index < envoys; index += 1) started.push(startEnvoy(path, folder, { live, index }));
    if (streams > 0) started.push(await startFleet(live, streams));
    await allBack(live, envoys + streams);
    return await measurePushes(planeTraffic(live), createRolloutPlan(ir, rollout), {
      pushes,
      carrying: envoys + streams,
    });
  } finally {
    for (const child of started) child.kill('SIGKILL');
    live.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function envoyPath(): Promise<string> {
  const found = await findEnvoyBinary({ env: process.env, onProgress: () => undefined });
  if (!found.ok) throw new Error(found.problem);
  return found.path;
}

interface EnvoyOf {
  readonly live: RunningLiveMesh;
  readonly index: number;
}

function startEnvoy(path: string, folder: string, { live, index }: EnvoyOf): ChildProcess {
  const file = join(folder, `${index}.json`);
  const bootstrap = live.bootstrapOf(`sidecar~caller-${index}/v1~envoy`);
  writeFileSync(file, JSON.stringify(bootstrap));
  const args = ['-c', file, '--use-dynamic-base-id', '--concurrency', '1', '--log-level', 'error'];
  return spawn(path, args, { stdio: 'ignore' });
}

async function startFleet(live: RunningLiveMesh, streams: number): Promise<ChildProcess> {
  const child = fork(fileURLToPath(new URL('fleet-process.ts', import.meta.url)), [], {
    execArgv: ['--import', 'tsx'],
  });
  const order: FleetOrder = {
    port: live.xdsPort,
    proxies: Array.from({ length: streams }, (_, index) => proxyOf(live, index)),
  };
  child.send(order);
  await once(child, 'message');
  return child;
}

function proxyOf(live: RunningLiveMesh, index: number): FleetOrder['proxies'][number] {
  const group = `sidecar~caller-${index % callers}/v1`;
  const node = codec.toBinary('envoy.config.core.v3.Node', { id: `${group}~${index}`, cluster: 'bench' });
  const resources = live.resourcesOf(group);
  if (resources === undefined) throw new Error(`no group "${group}"`);
  const { clusters, endpoints, listeners, routes } = resources;
  return {
    node: Buffer.from(node).toString('base64'),
    plan: {
      group,
      endpoints: endpoints.map(({ cluster_name: name }) => name),
      routes: routes.map(({ name }) => name ?? ''),
      resources: clusters.length + endpoints.length + listeners.length + routes.length,
    },
  };
}

async function allBack(live: RunningLiveMesh, count: number): Promise<void> {
  const services = new Set(['shop']);
  for (;;) {
    const { carrying, accepted } = live.standingOf(services);
    if (carrying === count && accepted === count) return;
    await sleep(100);
  }
}

async function measurePushes(
  traffic: TrafficPort,
  plan: RolloutPlan,
  { pushes, carrying }: { readonly pushes: number; readonly carrying: number },
): Promise<ShareTimes> {
  const times: number[] = [];
  for (let epoch = 1; epoch <= pushes; epoch += 1) {
    // Calm before each, as a controller leaves between two.
    await sleep(150);
    times.push(await measurePush(traffic, plan, { epoch, carrying }));
  }
  const sorted = times.sort((left, right) => left - right);
  const quantile = (share: number): number =>
    sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? 0;
  return { p50Ms: quantile(0.5), p99Ms: quantile(0.99), longestMs: sorted.at(-1) ?? 0 };
}

async function measurePush(
  traffic: TrafficPort,
  plan: RolloutPlan,
  { epoch, carrying }: { readonly epoch: number; readonly carrying: number },
): Promise<number> {
  const begin = performance.now();
  const accepted = new Promise<number>((resolve, reject) => {
    const unwatch = traffic.watch(() => {
      void traffic.standing(plan).then((standing) => {
        if (standing.kind === 'refused') reject(new Error(standing.message));
        if (standing.kind !== 'accepted' || standing.epoch !== epoch || standing.carrying !== carrying) return;
        unwatch();
        resolve(performance.now() - begin);
      });
    });
  });
  await traffic.push(plan, { epoch, weight: (epoch % 100) / 100, mirror: 0, audience: 'everybody' });
  return accepted;
}

import { noExposure, type Exposure } from '../../../lib/rollout/decide/exposure.js';
import { armSharesOf } from '../../../lib/control-plane/rollouts/arm-shares-of.js';
import type { RunningLiveMesh } from '../../../lib/control-plane/running-live-mesh.js';
import type { MeshIr } from '../../../lib/ir/mesh-ir.js';
import { createRolloutPlan } from '../../../lib/rollout/plan/create-rollout-plan.js';
import { startLiveMesh } from '../control-plane/live-mesh.js';
import { startServedEnvoy, type ServedEnvoy } from '../control-plane/served-envoy.js';
import { startEchoServer } from '../echo-server.js';
import { eventually } from '../eventually.js';
import { freePorts } from '../free-port.js';

/** A mesh in whose first rollout service `reviews` goes from v1 to v2; a real Envoy beside service `client` calls it. */
export interface ServedRollout {
  /** Where `client` finds `reviews`. */
  readonly url: string;
  readonly live: RunningLiveMesh;
  readonly envoy: ServedEnvoy;
  /** A counter of one of Envoy's clusters; 0 where it has counted nothing yet. */
  readonly counterOf: (cluster: string, name: string) => Promise<number>;
  /** Hands an exposure over, and waits until Envoy has accepted it. */
  readonly expose: (exposure: Partial<Exposure>) => Promise<void>;
}

/** Starts the mesh's plane, Envoy, and a server for each version. @param start one version's server; an echo server else */
export async function startServedRollout(
  ir: MeshIr,
  envoyPath: string,
  start: Readonly<Record<string, (port: number) => Promise<void>>> = {},
): Promise<ServedRollout> {
  const { live, registry } = await startLiveMesh(ir);
  const [rollout] = live.mesh()?.ir.rollouts ?? [];
  if (rollout === undefined) throw new Error('the mesh has no rollout');
  const plan = createRolloutPlan(ir, rollout);
  const names = ir.services.find(({ name }) => name === 'reviews')?.versions.map(({ name }) => name) ?? [];
  const ports = await freePorts(names.length);
  for (const [index, port] of ports.entries()) {
    const version = names[index] ?? '';
    await (start[version] ?? ((at) => startEchoServer(version, at)))(port);
    registry.put(`reviews/${version}`, port, { version });
  }
  const envoy = await startServedEnvoy(envoyPath, live.bootstrapOf('sidecar~client/v1~1') ?? {});
  const port = live.ports().outboundPorts['client/v1']?.['reviews/http'] ?? 0;
  const untilAccepted = (): Promise<void> =>
    eventually(() => {
      const { carrying, accepted } = live.standingOf(new Set(['reviews']));
      return carrying === 1 && accepted === 1;
    }, 20_000);
  await untilAccepted();
  return {
    url: `http://127.0.0.1:${String(port)}/`,
    live,
    envoy,
    counterOf: async (cluster, name) => {
      const text = await envoy.admin(`/stats?filter=^${encodeURIComponent(`cluster.${cluster}.${name}$`)}`);
      return Number(/: (\d+)/.exec(text)?.[1] ?? 0);
    },
    expose: (exposure) => {
      live.setShares(new Map(armSharesOf(plan, { ...noExposure, ...exposure })));
      return untilAccepted();
    },
  };
}

import { createCodec } from 'envoy-config-types/codec';
import { afterAll } from 'vitest';
import { createLiveMesh } from '../../../lib/control-plane/create-live-mesh.js';
import type { LiveMeshOptions, LiveXdsOptions } from '../../../lib/control-plane/live-mesh-options.js';
import type { PortRange } from '../../../lib/control-plane/plan-served-ports.js';
import type { RunningLiveMesh } from '../../../lib/control-plane/running-live-mesh.js';
import type { MeshIr } from '../../../lib/ir/mesh-ir.js';
import { systemClock } from '../../../lib/util/system-clock.js';
import { compiled } from '../compiled.js';
import { memoryRegistry, type MemoryRegistry } from '../registry/memory-registry.js';

/** A live mesh on loopback, in front of a registry that a test writes to. It ends with the test file. */
export interface TestLiveMesh {
  readonly live: RunningLiveMesh;
  readonly registry: MemoryRegistry;
  /** Takes over another program; throws where it is refused. */
  readonly change: (ir: MeshIr) => void;
}

const codec = createCodec();

/** Starts a live mesh that serves a program. */
export async function startLiveMesh(
  ir: MeshIr,
  { xds = {}, ...options }: Partial<Omit<LiveMeshOptions, 'xds'>> & { readonly xds?: Partial<LiveXdsOptions> } = {},
): Promise<TestLiveMesh> {
  const registry = memoryRegistry();
  const live = await createLiveMesh({
    registry,
    codec,
    clock: systemClock,
    inboundAddress: '127.0.0.1',
    sidecarPorts: ownRange(),
    ...options,
    xds: { address: '127.0.0.1:0', advertisedHost: '127.0.0.1', ...xds },
  });
  started.push(live);
  const change = (next: MeshIr): void => {
    const diagnostics = live.setMesh(compiled(next));
    if (diagnostics.length > 0) throw new Error(JSON.stringify(diagnostics));
  };
  change(ir);
  return { live, registry, change };
}

/** Ports follow from names, and tests that run at the same time have meshes of the same names. */
function ownRange(): PortRange {
  const from = 20_000 + (process.pid % 45) * 220;
  return { from, to: from + 219 };
}

const started: RunningLiveMesh[] = [];
afterAll(() => {
  for (const live of started.splice(0)) live.close();
});

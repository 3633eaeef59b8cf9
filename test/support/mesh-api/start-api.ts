import { randomBytes, randomUUID } from 'node:crypto';
import { createCodec } from 'envoy-config-types/codec';
import { onTestFinished } from 'vitest';
import { createLiveMesh } from '../../../lib/control-plane/create-live-mesh.js';
import type { RunningLiveMesh } from '../../../lib/control-plane/running-live-mesh.js';
import type { MeshIr } from '../../../lib/ir/mesh-ir.js';
import { createToken, type TokenOwner } from '../../../lib/mesh-api/auth/create-token.js';
import { startMeshApi, type MeshApi, type MeshApiOptions } from '../../../lib/mesh-api/start-mesh-api.js';
import { systemClock } from '../../../lib/util/system-clock.js';
import { compiled } from '../compiled.js';
import { memoryRegistry, type MemoryRegistry } from '../registry/memory-registry.js';
import { createCaller, type Caller } from './create-caller.js';

/** A mesh API of a test, with callers of each role. */
export interface TestApi {
  readonly api: MeshApi;
  readonly live: RunningLiveMesh;
  readonly registry: MemoryRegistry;
  readonly operator: Caller;
  readonly reader: Caller;
  /** Limited to the service `cart`. */
  readonly workload: Caller;
  readonly anonymous: Caller;
  /** Tokens of the callers by name. */
  readonly secrets: Readonly<Record<'operator' | 'reader' | 'workload', string>>;
  /** What the server knows of them: for another server with the same callers. */
  readonly tokens: MeshApiOptions['tokens'];
  /** Lines of the log and of the audit log so far. */
  readonly logged: readonly Readonly<Record<string, unknown>>[];
  readonly audited: readonly Readonly<Record<string, unknown>>[];
}

const codec = createCodec();

const owners: readonly TokenOwner[] = [
  { name: 'operator', role: 'operator' },
  { name: 'reader', role: 'reader' },
  { name: 'workload', role: 'workload', service: 'cart' },
];

/** Starts a mesh API on loopback that ends with the running test, in front of a live mesh of a program or of none. */
export async function startApi(
  options: Partial<MeshApiOptions> = {},
  parts: { readonly ir?: MeshIr; readonly registry?: MemoryRegistry } = {},
): Promise<TestApi> {
  const registry = parts.registry ?? memoryRegistry();
  const live = await createLiveMesh({
    registry,
    codec,
    clock: systemClock,
    inboundAddress: '127.0.0.1',
    xds: { address: '127.0.0.1:0', advertisedHost: '127.0.0.1' },
  });
  onTestFinished(() => {
    live.close();
  });
  if (parts.ir !== undefined) live.setMesh(compiled(parts.ir));
  const created = owners.map((owner) => createToken(owner, randomBytes));
  const [operator = '', reader = '', workload = ''] = created.map(({ secret }) => secret);
  const stored = created.map((each) => each.stored);
  const tokens = () => stored;
  const logged: Record<string, unknown>[] = [];
  const audited: Record<string, unknown>[] = [];
  const api = await startMeshApi({
    live,
    codec,
    clock: systemClock,
    newId: randomUUID,
    address: { host: '127.0.0.1', port: 0 },
    tokens,
    log: { write: (line) => logged.push(JSON.parse(line) as Record<string, unknown>) },
    audit: { write: (line) => audited.push(JSON.parse(line) as Record<string, unknown>) },
    ...options,
  });
  onTestFinished(() => api.close());
  return {
    api,
    live,
    registry,
    operator: createCaller(api.url, operator),
    reader: createCaller(api.url, reader),
    workload: createCaller(api.url, workload),
    anonymous: createCaller(api.url),
    tokens,
    secrets: { operator, reader, workload },
    logged,
    audited,
  };
}

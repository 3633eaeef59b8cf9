import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Bootstrap } from 'envoy-config-types/envoy/config/bootstrap/v3';
import type { ProxyConfig } from '../../lib/envoy-resources/proxy-config.js';
import { staticBootstrap } from '../../lib/envoy-resources/static-bootstrap.js';
import type { EffectiveMesh, EffectiveProxy } from '../../lib/ir/effective-mesh.js';
import type { MeshIr } from '../../lib/ir/mesh-ir.js';
import type { LocalEnvironment, LocalInstance } from '../../lib/targets/envoy/environment.js';
import { compiled } from './compiled.js';
import { emitLocal } from './emit-local.js';
import { startEchoServer } from './echo-server.js';
import { freePorts } from './free-port.js';
import { startProcess, type RunningProcess } from './processes.js';
import { temporaryFolderOfFile } from './temporary-folder-of-file.js';

/** What runs. */
export interface LocalMeshOptions {
  readonly envoy: string;
  readonly ir: MeshIr;
  /** Instances whose proxy runs; the others' workloads stand where their proxies would. */
  readonly proxies: readonly string[];
  /** Instances without workload: nobody listens there. */
  readonly absent?: readonly string[];
  /** What a proxy starts with, asked for at the start and at each change. @default - all that it runs on, never to change */
  readonly bootstrap?: (config: ProxyConfig) => Bootstrap;
}

/** A mesh on this machine, with an echo server for every workload. It ends with the test file. */
export interface LocalMesh {
  readonly environment: LocalEnvironment;
  /** Address of a callee as an instance dials it: `url('client/v1', 'reviews/http')`. */
  readonly url: (instance: string, callee: string) => string;
  /** Address of a port of an instance's own proxy. */
  readonly inboundUrl: (instance: string, port: string) => string;
  /** Text of a page of a proxy's admin interface. */
  readonly admin: (instance: string, path: string) => Promise<string>;
  readonly process: (instance: string) => RunningProcess;
  /** Compiles another program for the same ports and asks for the bootstraps anew. */
  readonly change: (ir: MeshIr) => void;
}

/** Starts a mesh on free ports. */
export async function startLocalMesh(options: LocalMeshOptions): Promise<LocalMesh> {
  const { envoy, ir, proxies, absent = [], bootstrap = staticBootstrap } = options;
  const environment = await planEnvironment(compiled(ir));
  for (const [name, instance] of Object.entries(environment.instances)) {
    if (instance.kind === 'gateway' || absent.includes(name)) continue;
    const { ports = [] } = ir.services.find((service) => service.name === instance.owner) ?? {};
    const numbers = proxies.includes(name) ? instance.workloadPorts : instance.inboundPorts;
    for (const { name: port, protocol } of ports) await startEchoServer(name, numbers[port] ?? 0, protocol);
  }
  const folder = temporaryFolderOfFile();
  const fileOf = (name: string): string => join(folder, `${name.replace('/', '.')}.json`);
  const write = (next: MeshIr): void => {
    for (const config of emitSound(next, environment))
      if (proxies.includes(config.name)) writeFileSync(fileOf(config.name), JSON.stringify(bootstrap(config)));
  };
  write(ir);
  const instance = (name: string): LocalInstance => known(environment.instances[name], name);
  const processes = new Map<string, RunningProcess>();
  for (const name of proxies) processes.set(name, await startEnvoy(envoy, fileOf(name), instance(name)));
  return {
    environment,
    url: (name, callee) => `http://127.0.0.1:${String(known(instance(name).outboundPorts[callee], callee))}`,
    inboundUrl: (name, port) => `http://127.0.0.1:${String(known(instance(name).inboundPorts[port], port))}`,
    admin: async (name, path) => (await fetch(`http://127.0.0.1:${String(instance(name).adminPort)}${path}`)).text(),
    process: (name) => known(processes.get(name), name),
    change: write,
  };
}

function known<T>(value: T | undefined, name: string): T {
  if (value === undefined) throw new Error(`the test's mesh has no "${name}"`);
  return value;
}

async function planEnvironment(mesh: EffectiveMesh): Promise<LocalEnvironment> {
  const wanted = mesh.proxies.flatMap(wantedInstances);
  // All at once: a port that was free for one instance may be given out again for the next.
  const count = wanted.reduce((sum, { inbound, outbound }) => sum + 1 + 2 * inbound.length + outbound.length, 0);
  const numbers = [...(await freePorts(count))];
  const each = (names: readonly string[]): Record<string, number> =>
    Object.fromEntries(names.map((name) => [name, known(numbers.pop(), name)]));
  const instances: Record<string, LocalInstance> = {};
  for (const { name, kind, owner, version, inbound, outbound } of wanted) {
    instances[name] = {
      kind,
      owner,
      ...(version === undefined ? {} : { version }),
      adminPort: known(numbers.pop(), 'admin'),
      inboundPorts: each(inbound),
      workloadPorts: each(inbound),
      outboundPorts: each(outbound),
    };
  }
  return { kind: 'local', instances };
}

interface WantedInstance {
  readonly name: string;
  readonly kind: LocalInstance['kind'];
  readonly owner: string;
  readonly version: string | undefined;
  /** Names of ports. */
  readonly inbound: readonly string[];
  /** `<callee>/<port>`. */
  readonly outbound: readonly string[];
}

function wantedInstances(proxy: EffectiveProxy): readonly WantedInstance[] {
  const { kind, name: owner } = proxy;
  if (proxy.kind === 'gateway') {
    const inbound = proxy.gateway.ports.map(({ name }) => name);
    return [{ name: owner, kind, owner, version: undefined, inbound, outbound: [] }];
  }
  const inbound = proxy.service.ports.map(({ name }) => name);
  const outbound = proxy.outbound.map(({ callee, port }) => `${callee.service.name}/${port.name}`);
  return proxy.service.versions.map(({ name: version }) => ({
    name: `${owner}/${version}`,
    kind,
    owner,
    version,
    inbound,
    outbound,
  }));
}

function emitSound(ir: MeshIr, environment: LocalEnvironment): readonly ProxyConfig[] {
  const { proxies, diagnostics } = emitLocal(compiled(ir), environment);
  if (diagnostics.length > 0) throw new Error(JSON.stringify(diagnostics, undefined, 2));
  return proxies;
}

function startEnvoy(envoy: string, file: string, { adminPort }: LocalInstance): Promise<RunningProcess> {
  return startProcess({
    command: envoy,
    args: [
      '-c',
      file,
      '--use-dynamic-base-id',
      '--concurrency',
      '1',
      '--file-flush-interval-msec',
      '50',
      '--log-level',
      'warning',
    ],
    isReady: async () => (await fetch(`http://127.0.0.1:${String(adminPort)}/ready`)).status === 200,
  });
}
